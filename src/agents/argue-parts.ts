/** The argument about every part, side by side; and what of the last review still stands. */
import type { ArguedClaim, Citation } from '../domain/agents/claim.ts'
import type { ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { CallFailure, Calls } from './calls/calls.ts'
import type { ContextPart } from './context/context.ts'
import { type DialogueResult, runDialogue } from './dialogue/run-dialogue.ts'
import { tellOrders } from './hostile/tell-orders.ts'
import { inLanes } from './in-lanes.ts'
import { type EndedClaim, recheckEarlier } from './memory/recheck-earlier.ts'
import type { UnitMemory } from './memory/unit-memory.ts'
import type { PromptBook } from './prompts/prompt-book.ts'
import type { Surroundings } from './read-surroundings.ts'
import { createToolBox } from './tools/create-tool-box.ts'

export interface ArguingParts {
  readonly calls: Calls
  readonly prompts: PromptBook
  readonly memory: UnitMemory
  readonly isThere: (citation: Citation, change: ChangeToDiscuss) => Promise<boolean>
  readonly atOnceMax: number
  readonly onProgress: (done: number, total: number) => void
}

export interface Argued {
  readonly claims: readonly ArguedClaim[]
  /** Findings of the last review that are none any more. */
  readonly over: readonly EndedClaim[]
  readonly failures: readonly CallFailure[]
  /** Parts whose argument came to its end. */
  readonly finished: number
  readonly unread: readonly { readonly path: string; readonly reason: string }[]
  readonly notes: readonly string[]
}

export async function argueParts(
  { calls, prompts, memory, isThere, atOnceMax, onProgress }: ArguingParts,
  { change, surroundings }: { readonly change: ChangeToDiscuss; readonly surroundings: Surroundings },
  signal: AbortSignal,
): Promise<Argued> {
  const { packed, index, tree, earlier, recalled, story } = surroundings
  const { parts } = packed
  let done = 0
  onProgress(0, parts.length)
  const results = await inLanes(parts, atOnceMax, async (part) => {
    const result = await runDialogue({
      calls,
      prompts,
      part,
      settings: change.settings.agents,
      tools: createToolBox({ tree, index, mask: change.mask }),
      isThere: (citation) => isThere(citation, change),
      signal,
    })
    done += 1
    onProgress(done, parts.length)
    return result
  })
  // Not before all are done: what is recalled changes how the rest is divided, and a review that was killed has to ask
  // again what it asked, to find the answers.
  const settled = parts.flatMap((part, at) => {
    const result = results[at] as DialogueResult
    return hasFinished(result) && result.failures.length === 0 ? [{ part, result }] : []
  })
  // What stops a review at its end stops the pass over the whole: the units that it was to cover remember that.
  const isWholeDone = settled.some(({ part }) => part.kind === 'whole')
  const owesWhole = !isWholeDone && parts.some(({ kind }) => kind === 'whole')
  await Promise.all([
    ...settled.map(({ part, result }) => memory.remember(part.units, result.claims, owesWhole)),
    ...(isWholeDone
      ? packed.owing.map((unit) => memory.remember([unit], recalled.get(unit.key) ?? [], false))
      : []),
  ])
  const today = [...[...recalled.values()].flat(), ...results.flatMap(({ claims }) => claims)]
  const said = results.flatMap((result) => result.earlier)
  const { standing, over } = recheckEarlier(earlier, said, today, linesOf(change))
  const stopped = parts.filter((_, at) => !hasFinished(results[at] as DialogueResult))
  return {
    claims: [...today, ...standing],
    over,
    failures: results.flatMap(({ failures }) => failures),
    finished: parts.length - stopped.length,
    unread: stopped.flatMap(unreadOf),
    notes: [...tellOrders(story), ...silences(results)],
  }
}

/** A part that nobody said a word about was not read, whoever fell silent. */
function hasFinished({ ended, claims, failures }: DialogueResult): boolean {
  return ended !== 'stopped' && (failures.length === 0 || claims.length > 0)
}

function unreadOf({ units }: ContextPart): readonly { readonly path: string; readonly reason: string }[] {
  const paths = [...new Set(units.map(({ path }) => path))]
  return paths.map((path) => ({ path, reason: 'The agents were stopped before they were done with it.' }))
}

function silences(results: readonly DialogueResult[]): readonly string[] {
  const halves = results.filter((result) => hasFinished(result) && result.failures.length > 0).length
  if (halves === 0) return []
  const parts = halves === 1 ? 'one part' : `${halves} parts`
  return [`In ${parts} of the change only one of the two agents answered, so its findings were less tested.`]
}

function linesOf({ files, mask }: ChangeToDiscuss) {
  const byPath = new Map(files.map((file) => [file.path, file]))
  return (path: string, side: 'RIGHT' | 'LEFT') => {
    const file = byPath.get(path)
    const text = side === 'RIGHT' ? file?.head : file?.base
    return text === undefined || text === null ? null : mask(text).split('\n')
  }
}
