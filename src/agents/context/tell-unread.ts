/** Sentences about what the agents do not read of a change, by path: nothing is left out in silence. */
import type { FoundUnit } from './find-units.ts'
import type { CutFile, SizedUnit } from './fit-units.ts'
import { isLongLine } from './masked-lines.ts'
import type { PreparedUnit } from './prepare-units.ts'

export interface Reading {
  /** Units of each part, and those of them that stand there without what is around their lines. */
  readonly read: readonly { readonly units: readonly SizedUnit[]; readonly bare: readonly PreparedUnit[] }[]
  /** Units that are in no part. */
  readonly left: readonly SizedUnit[]
  /** Units for which there was no room from the beginning. */
  readonly beyond: readonly FoundUnit[]
  readonly cut: readonly CutFile[]
  readonly settings: { readonly contextTokensMax: number }
}

export function tellUnread({
  read,
  left,
  beyond,
  cut,
  settings,
}: Reading): readonly { readonly path: string; readonly reason: string }[] {
  const reasons = new Map<string, string[]>()

  function tell(path: string, reason: string) {
    const known = reasons.get(path)
    if (known === undefined) reasons.set(path, [reason])
    else known.push(reason)
  }

  for (const { path, kept, changed, kind } of cut) {
    const what = kind === 'lock' ? 'a lock file' : 'data'
    tell(
      path,
      `The agents read the first ${figure(kept)} of its ${figure(changed)} changed lines, because it is ${what}.`,
    )
  }
  for (const [path, lines] of linesByPath([...left.map(({ prepared }) => prepared.unit), ...beyond])) {
    const parts = read.length === 1 ? '1 part' : `${read.length} parts`
    tell(
      path,
      `The agents did not read ${figure(lines)} of its changed lines: they fit into none of the ${parts} of ${figure(settings.contextTokensMax)} tokens.`,
    )
  }
  const inParts = read.flatMap(({ units }) => units)
  for (const [path, lines] of longLinesByPath(inParts)) {
    tell(
      path,
      `${figure(lines)} of its lines ${lines === 1 ? 'is' : 'are'} too long and ${lines === 1 ? 'was' : 'were'} cut for the agents.`,
    )
  }
  for (const path of new Set(read.flatMap(({ bare }) => bare.map(({ unit }) => unit.path)))) {
    tell(
      path,
      'The agents read some of its changed lines without the definition around them: there was no room for it.',
    )
  }
  return [...reasons].map(([path, sentences]) => ({ path, reason: sentences.join(' ') }))
}

function linesByPath(units: readonly FoundUnit[]): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  for (const { path, changed } of units) {
    lines.set(path, (lines.get(path) ?? 0) + changed.length)
  }
  return lines
}

function longLinesByPath(units: readonly SizedUnit[]): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  for (const { path, prepared } of units) {
    const { unit } = prepared
    const long = unit.changed.filter((at) => isLongLine(unit.lines[at]?.text ?? '')).length
    if (long > 0) lines.set(path, (lines.get(path) ?? 0) + long)
  }
  return lines
}

function figure(value: number): string {
  return value.toLocaleString('en-US')
}
