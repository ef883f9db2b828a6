/** New names one slip away from a very well-known one: the commonest way to have somebody install the wrong package. */
import { distance } from 'fastest-levenshtein'
import { catalogue } from '../catalogue.ts'
import { type Change, type Check, shown } from '../change.ts'
import type { Dependency } from '../dependency.ts'
import { companions, wellKnown } from '../well-known.ts'

const nameLengthMin = 5

export const checkTyposquats: Check = (change) => {
  if (change.format.kind !== 'manifest') return []
  return change.head.dependencies.flatMap((dependency) => {
    const meant = lookalikeOf(change, dependency)
    if (meant === null) return []
    const message = `"${shown(dependency.name)}" is one letter away from the well-known "${meant}". Check that this is the package that is meant.`
    return [change.report(catalogue.typosquat, change.locate(dependency), message)]
  })
}

/** The well-known name that a new direct dependency is a slip away from. */
export function lookalikeOf(change: Change, dependency: Dependency): string | null {
  const { ecosystem } = change.format
  const known = wellKnown[ecosystem] ?? []
  const name = dependency.name.toLowerCase()
  if (!dependency.direct || dependency.source !== null || change.baseByName.has(dependency.name)) return null
  if (known.includes(name) || companions[ecosystem]?.includes(name) === true) return null
  return known.find((one) => isSlip(name, one)) ?? null
}

/** One letter more, less, or other, or two neighbours exchanged. A digit that differs is a version in the name. */
function isSlip(name: string, known: string): boolean {
  if (known.length < nameLengthMin || Math.abs(name.length - known.length) > 1) return false
  if (withoutDigits(name) === withoutDigits(known)) return false
  return isExchange(name, known) || distance(name, known) === 1
}

function isExchange(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}

function withoutDigits(name: string): string {
  return name.replace(/\d/g, '')
}
