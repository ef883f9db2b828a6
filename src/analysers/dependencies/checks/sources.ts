/** Where packages come from: git, archives, paths and replacements that are new, and hosts that changed. */
import type { Observation } from '../../../domain/finding/observation.ts'
import type { Severity } from '../../../domain/finding/severity.ts'
import { catalogue } from '../catalogue.ts'
import { type Change, type Check, gather, listNames, type Remark, shown } from '../change.ts'
import type { Dependency } from '../dependency.ts'
import { isForge, isOfficialHost, readAddress, type SourceAddress } from '../source-address.ts'

const eachMax = 3
const archive = /\.(?:tgz|tar\.gz|tar|zip|whl|gem|jar|nupkg)$/i

interface Complaint {
  readonly severity: Severity
  /** Behind "comes" or "come". */
  readonly where: string
  readonly advice: string
}

export const checkSources: Check = (change) => {
  const usual = usualHosts(change)
  const groups = new Map<string, { readonly complaint: Complaint; readonly remarks: Remark[] }>()
  for (const dependency of change.head.dependencies) {
    const address = dependency.source === null ? null : readAddress(dependency.source)
    if (address === null || wasThere(change, dependency, address)) continue
    const complaint = complaintOf(change, address, usual)
    if (complaint === null) continue
    const group = groups.get(complaint.where) ?? { complaint, remarks: [] }
    groups.set(complaint.where, group)
    group.remarks.push({ name: dependency.name, observation: tell(change, dependency, complaint) })
  }
  return [...groups.values()].flatMap(({ complaint, remarks }) =>
    gather(
      remarks,
      eachMax,
      (names, count) => `${count} packages come ${complaint.where}: ${names}. ${complaint.advice}`,
    ),
  )
}

export const checkRegistries: Check = (change) => [
  ...checkDeclaredRegistries(change),
  ...checkResolvedHosts(change),
]

function tell(change: Change, dependency: Dependency, complaint: Complaint): Observation {
  const message = `"${shown(dependency.name)}" comes ${complaint.where}. ${complaint.advice}`
  const place = change.locate(dependency, 'source')
  return change.report(catalogue.nonRegistrySource, place, message, { severity: complaint.severity })
}

function complaintOf(change: Change, address: SourceAddress, usual: ReadonlySet<string>): Complaint | null {
  const host = shown(address.host ?? '')
  if (address.kind === 'local') return localComplaint(address.path)
  if (address.kind === 'replacement') {
    return {
      severity: 'medium',
      where: `from ${shown(address.path)} in place of its own module path`,
      advice: 'Drop the replacement, or publish the fork under its own path.',
    }
  }
  if (!address.encrypted) {
    return {
      severity: 'high',
      where: `over an unencrypted connection from ${host}, where anyone on the way can exchange it`,
      advice: 'Use https or the registry.',
    }
  }
  if (address.kind === 'git') {
    return {
      severity: 'medium',
      where: `from a git repository on ${host} and not from the registry`,
      advice: 'Use a published release, or pin a full commit.',
    }
  }
  if (address.host === null || usual.has(address.host)) return null
  if (isOfficialHost(change.format.ecosystem, address.host)) return null
  return {
    severity: isForge(address.host) ? 'medium' : 'high',
    where: `from ${host} and not from the registry used so far`,
    advice: 'Use a published release, or make sure that the host is meant and trusted.',
  }
}

/** Folders beside the project are how workspaces are built; archives and absolute paths are not. */
function localComplaint(path: string): Complaint | null {
  if (archive.test(path)) {
    return {
      severity: 'medium',
      where: 'as an archive kept as a file, which no registry vouches for',
      advice: 'Use a published release.',
    }
  }
  if (!/^(?:\/|~|[A-Za-z]:[\\/])/.test(path)) return null
  return {
    severity: 'medium',
    where: 'from an absolute path that only one machine has',
    advice: 'Use a relative path or a published release.',
  }
}

/** The same place as before; or another host for archives, which is told as a change of registry. */
function wasThere(change: Change, dependency: Dependency, address: SourceAddress): boolean {
  return (change.baseByName.get(dependency.name) ?? []).some((old) => {
    const before = old.source === null ? null : readAddress(old.source)
    if (before === null || (before.encrypted && !address.encrypted)) return false
    return before.identity === address.identity || (before.kind === 'archive' && address.kind === 'archive')
  })
}

/** Hosts that the project's packages came from already, a private registry's among them. For a new file: its main host. */
function usualHosts(change: Change): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const { source } of (change.base ?? change.head).dependencies) {
    const address = source === null ? null : readAddress(source)
    if (address?.kind !== 'archive' || address.host === null || isForge(address.host)) continue
    counts.set(address.host, (counts.get(address.host) ?? 0) + 1)
  }
  for (const { url } of (change.base ?? change.head).registries) {
    const host = readAddress(url)?.host
    if (host !== undefined && host !== null) counts.set(host, 1)
  }
  if (change.base !== null) return new Set(counts.keys())
  const main = [...counts].sort((a, b) => b[1] - a[1])[0]
  return new Set(main === undefined || main[1] < 3 ? [] : [main[0]])
}

function checkResolvedHosts(change: Change): readonly Observation[] {
  if (change.base === null) return []
  const moves = new Map<string, { from: string; to: string; names: Set<string>; first: Dependency }>()
  for (const dependency of change.head.dependencies) {
    const before = change.baseByName.get(dependency.name)
    const to = registryOf(change, dependency)
    if (before === undefined || to === null) continue
    const hosts = before.map((old) => registryOf(change, old)).filter((host) => host !== null)
    const from = hosts[0]
    if (from === undefined || hosts.includes(to)) continue
    const key = `${from} ${to}`
    const move = moves.get(key) ?? { from, to, names: new Set<string>(), first: dependency }
    moves.set(key, move)
    move.names.add(dependency.name)
  }
  return [...moves.values()].map(({ from, to, names, first }) => {
    const message = `${listNames([...names])} now come${names.size === 1 ? 's' : ''} from ${hostName(to)} where ${hostName(from)} was used. Check that the new host is meant and trusted.`
    const more = to === official ? ({ severity: 'low', confidence: 0.5 } as const) : {}
    return change.report(catalogue.registryChanged, change.locate(first, 'source'), message, more)
  })
}

const official = 'official'

/** Null where the file says nothing: then there is nothing to compare, and a new address is told as such. */
function registryOf(change: Change, dependency: Dependency): string | null {
  const address = dependency.source === null ? null : readAddress(dependency.source)
  if (address?.kind !== 'archive' || address.host === null) return null
  return isOfficialHost(change.format.ecosystem, address.host) ? official : address.host
}

function hostName(host: string): string {
  return host === official ? 'the official registry' : shown(host)
}

function checkDeclaredRegistries(change: Change): readonly Observation[] {
  const known = new Set((change.base?.registries ?? []).map(({ url }) => keyOf(url)))
  return change.head.registries.flatMap((registry) => {
    const address = readAddress(registry.url)
    if (address?.host === undefined || address.host === null || known.has(keyOf(registry.url))) return []
    const host = shown(address.host)
    if (!address.encrypted) {
      const message = `Packages may come over an unencrypted connection from ${host}, where anyone on the way can exchange them. Use https.`
      return [change.report(catalogue.registryChanged, registry, message)]
    }
    if (
      change.base === null ||
      isOfficialHost(change.format.ecosystem, address.host) ||
      isForge(address.host)
    )
      return []
    const message = `Packages may now come from ${host} too, which can serve any name that the project asks for. Check that the host is trusted and bind it to the packages it is for.`
    const severity = change.format.ecosystem === 'pypi' ? 'high' : 'medium'
    return [change.report(catalogue.registryChanged, registry, message, { severity })]
  })
}

function keyOf(url: string): string {
  const address = readAddress(url)
  return `${address?.host ?? url} ${address?.encrypted ?? true}`
}
