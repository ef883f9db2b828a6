/** What the project did not use before. A lock file's new packages are told in one sentence, a manifest's few by name. */
import { catalogue } from '../catalogue.ts'
import { type Change, type Check, gather, listNames, shown } from '../change.ts'
import type { Dependency } from '../dependency.ts'
import { lookalikeOf } from './typosquats.ts'

const eachMax = 3

export const checkNewPackages: Check = (change) => {
  if (change.base === null || change.format.kind === 'checksums') return []
  const fresh = [...change.headByName.values()].flatMap((group) => {
    const first = group[0] as Dependency
    return change.baseByName.has(first.name) || isLocal(first) ? [] : [first]
  })
  const isManifest = change.format.kind === 'manifest'
  const direct = isManifest ? fresh.filter((one) => one.direct && !isToldOtherwise(change, one)) : []
  const transitive = fresh.filter((one) => !one.direct)
  const told = gather(
    direct.map((one) => ({
      name: one.name,
      observation: change.report(
        catalogue.newPackage,
        change.locate(one),
        `"${shown(one.name)}" is a new dependency. Check its publisher, licence and need before it is shipped.`,
      ),
    })),
    eachMax,
    (names, count) =>
      `${count} new dependencies: ${names}. Check their publishers, licences and need before they are shipped.`,
  )
  const [first] = transitive
  if (first === undefined) return told
  const names = transitive.map((one) => one.name)
  const message = `${names.length === 1 ? 'One new package is' : `${names.length} new packages are`} brought in by other packages: ${listNames(names)}. Check that this is expected.`
  return [...told, change.report(catalogue.newPackage, change.locate(first), message, { confidence: 0.5 })]
}

/** Its source or its name is what a reviewer has to hear of; that it is new goes without saying. */
function isToldOtherwise(change: Change, dependency: Dependency): boolean {
  return dependency.source !== null || lookalikeOf(change, dependency) !== null
}

function isLocal(dependency: Dependency): boolean {
  return dependency.source?.startsWith('file:') === true
}
