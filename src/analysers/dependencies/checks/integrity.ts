/** Hashes that are gone, or that differ though the version is the same: a package was exchanged, or may be from now on. */
import { catalogue } from '../catalogue.ts'
import { type Change, type Check, gather, type Remark, shown } from '../change.ts'
import type { Dependency } from '../dependency.ts'
import { readAddress } from '../source-address.ts'

const eachMax = 3
type Hashes = ReadonlyMap<string, ReadonlySet<string>>

export const checkIntegrity: Check = (change) => {
  const removed: Remark[] = []
  const altered: Remark[] = []
  const before = byVersion(change)
  for (const dependency of change.head.dependencies) {
    const base = before.get(keyOf(dependency))
    const [old] = base ?? []
    if (base === undefined || old === undefined || dependency.version === null) continue
    if (dependency.integrity === null) {
      if (base.some((one) => one.integrity === null) || isFromGit(dependency)) continue
      removed.push({ name: dependency.name, observation: reportRemoved(change, dependency, old) })
    } else if (
      base.every((one) => one.integrity !== null && contradicts(one.integrity, dependency.integrity ?? ''))
    ) {
      altered.push({ name: dependency.name, observation: reportAltered(change, dependency) })
    }
  }
  return [
    ...gather(
      removed,
      eachMax,
      (names, count) =>
        `The hashes of ${count} packages are gone: ${names}. Write the file anew with hashes, or nobody notices when a package is exchanged.`,
    ),
    ...gather(
      altered,
      eachMax,
      (names, count) =>
        `The hashes of ${count} packages change though their versions do not: ${names}. A published version never changes: find out what these archives are.`,
    ),
  ]
}

function reportRemoved(change: Change, dependency: Dependency, old: Dependency) {
  const place = old.places.integrity ?? old
  const message = `The hash of "${shown(dependency.name)}" ${shown(dependency.version ?? '')} is gone. Keep it, or nobody notices when the package is exchanged.`
  return change.report(catalogue.integrityRemoved, place, message, { side: 'LEFT' })
}

function reportAltered(change: Change, dependency: Dependency) {
  const message = `The hash of "${shown(dependency.name)}" changes though its version stays ${shown(dependency.version ?? '')}. A published version never changes: find out what this archive is.`
  return change.report(catalogue.integrityChanged, change.locate(dependency, 'integrity'), message)
}

/** True when both name the same algorithm (or the same artefact) and agree in no hash of it. */
function contradicts(before: string, after: string): boolean {
  const old = readHashes(before)
  return [...readHashes(after)].some(([key, hashes]) => {
    const known = old.get(key)
    return known !== undefined && ![...hashes].some((hash) => known.has(hash))
  })
}

function readHashes(integrity: string): Hashes {
  const found = new Map<string, Set<string>>()
  for (const token of integrity.split(' ')) {
    const equals = token.search(/=(?:sha|md5|blake)/)
    const hash = equals === -1 ? token : token.slice(equals + 1)
    const algorithm = hash.split(/[-:]/, 1)[0] as string
    const key = equals === -1 ? algorithm : `${token.slice(0, equals)} ${algorithm}`
    const known = found.get(key)
    if (known === undefined) found.set(key, new Set([hash]))
    else known.add(hash)
  }
  return found
}

function byVersion(change: Change): ReadonlyMap<string, readonly Dependency[]> {
  const found = new Map<string, Dependency[]>()
  for (const dependency of change.base?.dependencies ?? []) {
    const known = found.get(keyOf(dependency))
    if (known === undefined) found.set(keyOf(dependency), [dependency])
    else known.push(dependency)
  }
  return found
}

function keyOf(dependency: Dependency): string {
  return `${dependency.name} ${dependency.version}`
}

function isFromGit(dependency: Dependency): boolean {
  const kind = dependency.source === null ? null : readAddress(dependency.source)?.kind
  return kind === 'git' || kind === 'local'
}
