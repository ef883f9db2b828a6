/** What the packed context of one case holds, at one budget. */
import { noStory, type PackedContext } from '../../src/agents/context/context.ts'
import { packContext } from '../../src/agents/context/pack-context.ts'
import type { Case } from '../cases.ts'
import { type HeldLines, heldLines, holds } from './held-lines.ts'
import { needsOf, type Place } from './needs.ts'
import type { OpenCase } from './open-case.ts'
import type { KnownDefect } from './read-defects.ts'

export interface Share {
  readonly held: number
  readonly of: number
}

export interface Evaluated {
  readonly caseId: string
  readonly budget: number
  readonly parts: number
  readonly changedLines: Share
  readonly tokens: number
  /** Null for a case without a known defect. */
  readonly defect: EvaluatedDefect | null
  readonly durationMs: number
}

/** The rest is looked for in the part that holds the defect's line: another part is read by itself. */
export interface EvaluatedDefect {
  readonly line: boolean
  /** Signature; null where no definition is around the defect. */
  readonly enclosing: boolean | null
  readonly enclosingLines: Share
  readonly called: Share
  readonly callers: Share
}

export async function evaluateCase(
  { id }: Case,
  open: OpenCase,
  defect: KnownDefect | null,
  settings: { readonly contextTokensMax: number; readonly partsMax: number },
): Promise<Evaluated> {
  const begin = performance.now()
  const packed = await packContext(
    {
      ...open,
      story: { ...noStory, title: open.commits[0]?.split('\n')[0] ?? '', commits: open.commits },
      known: [],
      settings,
      instructionsFor: () => [],
      mask: (text) => text,
    },
    new AbortController().signal,
  )
  const durationMs = performance.now() - begin
  const held = packed.parts.map(({ text }) => heldLines(text))
  return {
    caseId: id,
    budget: settings.contextTokensMax,
    parts: packed.parts.length,
    changedLines: changedLinesHeld(open, held),
    tokens: tokensOf(packed),
    defect: defect === null ? null : evaluateDefect(defect, open, held),
    durationMs,
  }
}

function tokensOf({ parts }: PackedContext): number {
  return parts.reduce((sum, { tokens }) => sum + tokens, 0)
}

function changedLinesHeld({ files }: OpenCase, held: readonly HeldLines[]): Share {
  const lines = files.flatMap(({ path, addedLines, removedLines }) => [
    ...[...addedLines].map((line) => ({ path, line, side: 'R' as const })),
    ...[...removedLines].map((line) => ({ path, line, side: 'L' as const })),
  ])
  return shareOf(lines, ({ path, line, side }) => held.some((part) => holds(part, path, side, line)))
}

function evaluateDefect(defect: KnownDefect, open: OpenCase, held: readonly HeldLines[]): EvaluatedDefect {
  const part = held.find((one) => holds(one, defect.path, 'R', defect.line)) ?? { lines: new Map() }
  const has = ({ path, line }: Place) => holds(part, path, 'R', line)
  const { enclosing, called, callers } = needsOf(defect, open.index)
  const inside =
    enclosing === null
      ? []
      : Array.from({ length: enclosing.endLine - enclosing.line + 1 }, (_, at) => ({
          path: enclosing.path,
          line: enclosing.line + at,
        }))
  return {
    line: has(defect),
    enclosing: enclosing === null ? null : has(enclosing),
    enclosingLines: shareOf(inside, has),
    called: shareOf(called, has),
    callers: shareOf(callers, has),
  }
}

function shareOf<Item>(items: readonly Item[], has: (item: Item) => boolean): Share {
  return { held: items.filter(has).length, of: items.length }
}
