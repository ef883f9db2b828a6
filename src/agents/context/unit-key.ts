/**
 * The name of a unit together with all that is known about it. It is made from what was chosen for the unit alone and
 * from no line number, so that it stays when another file changes or when lines move, and becomes another when the
 * unit's lines change, what it calls, who calls it, its tests, the instructions for its path, what analysers say of
 * it, or what people dismissed. Open threads are left out: our own remark of the last review would be one, and would
 * make every unit with a finding a new one. So are the words of the pull request and the guidance, which are about
 * everything.
 */
import { createHash } from 'node:crypto'
import type { UnitKey } from './context.ts'
import type { FoundUnit } from './find-units.ts'
import type { UnitRemarks } from './remarks.ts'
import { isLoose, placesOf } from './render-unit.ts'
import type { Surrounding } from './surroundings.ts'

/** Changes whenever what is packed about a unit changes its form. */
const keyVersion = 1

export function unitKey(
  unit: FoundUnit,
  remarks: UnitRemarks,
  surroundings: readonly { readonly surrounding: Surrounding; readonly lines: readonly string[] }[],
): UnitKey {
  const places = placesOf(unit, isLoose(unit) ? 'lines' : 'whole')
  const parts = [
    keyVersion,
    unit.path,
    unit.symbol,
    unit.file.entry.status,
    places.map((place) => `${unit.lines[place]?.mark}${unit.lines[place]?.text}`),
    surroundings.map(({ surrounding: { role, path, symbol }, lines }) => [role, path, symbol, lines]),
    remarks.instructions,
    remarks.known.map(({ rule, severity, side, message }) => [rule, severity, side, message]),
    remarks.earlier
      .filter(({ fate }) => fate === 'dismissed')
      .map(({ finding, text, reason }) => [finding, text, reason]),
  ]
  return digest(parts)
}

/** Of some of a unit's lines, when it is read in pieces. */
export function pieceKey(whole: UnitKey, changed: readonly number[], first: number): UnitKey {
  return digest([whole, changed.map((at) => at - first)])
}

/** Of a unit that is like others before it. */
export function repeatedKey(key: UnitKey, before: number): UnitKey {
  return digest([key, 'again', before])
}

function digest(value: unknown): UnitKey {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex') as UnitKey
}
