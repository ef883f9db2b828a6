/** Ranges that now admit any version, so that the next installation may bring code that nobody has seen. */
import { catalogue } from '../catalogue.ts'
import { type Check, gather, shown } from '../change.ts'
import type { Dependency, Ecosystem } from '../dependency.ts'

const eachMax = 5
const anything =
  /^(?:\*|x|latest|next|any|\+|latest\.release|latest\.integration|release|>=\s*0(?:\.0)*(?:-0)?|@dev|dev-master|dev-main)$/i
/** Where a range without upper end is out of the ordinary; in Python and Ruby it is the custom. */
const strict: ReadonlySet<Ecosystem> = new Set(['npm', 'cargo', 'packagist'])

export const checkPins: Check = (change) => {
  if (change.format.kind !== 'manifest') return []
  const remarks = change.head.dependencies.flatMap((dependency) => {
    const before = change.baseByName.get(dependency.name)
    if (dependency.source !== null || !isLoose(dependency, before, change.format.ecosystem)) return []
    const range = dependency.version === null ? 'without a version' : `as "${shown(dependency.version)}"`
    const message = `"${shown(dependency.name)}" is asked for ${range}, so any version may be installed. Give a range with an upper end.`
    const observation = change.report(catalogue.unpinned, change.locate(dependency, 'version'), message)
    return [{ name: dependency.name, observation }]
  })
  return gather(
    remarks,
    eachMax,
    (names, count) => `${count} dependencies may be of any version: ${names}. Give ranges with an upper end.`,
  )
}

function isLoose(now: Dependency, before: readonly Dependency[] | undefined, ecosystem: Ecosystem): boolean {
  if (before === undefined) {
    // `*` on a scoped name is how npm workspaces ask for their own packages.
    const isSibling = ecosystem === 'npm' && now.version === '*' && now.name.startsWith('@')
    return isAnything(now.version) && !isSibling
  }
  if (before.some((old) => old.source !== null || !isBounded(old.version, ecosystem))) return false
  return isAnything(now.version) || isUnbounded(now.version, ecosystem)
}

function isAnything(range: string | null): boolean {
  return range !== null && anything.test(range.trim())
}

function isUnbounded(range: string | null, ecosystem: Ecosystem): boolean {
  // Maven, NuGet and Gradle keep versions elsewhere when an entry has none.
  if (range === null) return ecosystem === 'pypi'
  if (range.trim() === '') return ecosystem === 'npm'
  return strict.has(ecosystem) && /^>=?/.test(range.trim()) && !range.includes('<') && !range.includes(' - ')
}

function isBounded(range: string | null, ecosystem: Ecosystem): boolean {
  if (range === null || range.trim() === '' || isAnything(range) || isUnbounded(range, ecosystem))
    return false
  // A Python range such as `>=1.0` was open before; only an exact or capped one is a pin that can be lost.
  return ecosystem !== 'pypi' || /==|~=|<|\^/.test(range) || /^\d/.test(range)
}
