/**
 * Versions that go down. One name may be locked in several versions at once, so a lock file's sets are compared:
 * only when every version that came is older than every one that went did something go down.
 */
import { catalogue } from '../catalogue.ts'
import { type Change, type Check, gather, shown } from '../change.ts'
import type { Dependency } from '../dependency.ts'
import { compareVersions, isPrefixVersion, isVersion, pinnedVersion } from '../version-order.ts'

const eachMax = 5

interface Versioned {
  readonly dependency: Dependency
  readonly version: string
}

export const checkDowngrades: Check = (change) => {
  if (change.base === null || change.format.kind === 'checksums') return []
  const remarks = [...change.headByName].flatMap(([name, head]) => {
    const base = change.baseByName.get(name)
    const found = base === undefined ? null : downgrade(change, base, head)
    if (found === null) return []
    const message = `"${shown(name)}" goes down from ${shown(found.from)} to ${shown(found.to.version)}. Keep the newer version, or say why fixes made since have to go.`
    const observation = change.report(
      catalogue.downgrade,
      change.locate(found.to.dependency, 'version'),
      message,
    )
    return [{ name, observation }]
  })
  return gather(
    remarks,
    eachMax,
    (names, count) =>
      `${count} packages go down to older versions: ${names}. Keep the newer versions, or say why fixes made since have to go.`,
  )
}

function downgrade(
  change: Change,
  base: readonly Dependency[],
  head: readonly Dependency[],
): { readonly from: string; readonly to: Versioned } | null {
  const isManifest = change.format.kind === 'manifest'
  const before = versionsOf(base, isManifest)
  const after = versionsOf(head, isManifest)
  const kept = new Set(
    after.map((one) => one.version).filter((version) => before.some((old) => old.version === version)),
  )
  const gone = before
    .filter((one) => !kept.has(one.version))
    .sort((a, b) => compareVersions(a.version, b.version))
  const come = after
    .filter((one) => !kept.has(one.version))
    .sort((a, b) => compareVersions(a.version, b.version))
  const from = gone[0]?.version
  const to = come.at(-1)
  if (from === undefined || to === undefined || compareVersions(to.version, from) >= 0) return null
  return isManifest && isPrefixVersion(to.version, from) ? null : { from, to }
}

/** An entry from elsewhere than a registry has versions of its own making. */
function versionsOf(dependencies: readonly Dependency[], isManifest: boolean): readonly Versioned[] {
  return dependencies.flatMap((dependency) => {
    const version = isManifest ? pinnedVersion(dependency.version ?? '') : dependency.version
    return version !== null && isVersion(version) ? [{ dependency, version }] : []
  })
}
