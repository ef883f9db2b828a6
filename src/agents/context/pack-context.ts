/** From the files of a change to the parts that the agents read, and the truth about what is in none of them. */
import type { FileToDiscuss, KnownDefect } from '../../ports/agents/agents.ts'
import type { SymbolIndex } from '../symbols/symbol-index.ts'
import type { TreeReader } from '../tools/tree-reader.ts'
import type { ChangeStory, ContextPart, ContextUnit, PackedContext, RecalledKeys } from './context.ts'
import { loadTokenCounter, tokenSafetyFactor, withSafety } from './count-tokens.ts'
import { distributeUnits } from './distribute-units.ts'
import { findUnits } from './find-units.ts'
import { fitUnits, type SizedUnit } from './fit-units.ts'
import { type PackedPart, packPart } from './pack-part.ts'
import { prepareUnits } from './prepare-units.ts'
import type { GuidanceText } from './read-guidance.ts'
import { storyBlocks } from './story-blocks.ts'
import { tellUnread } from './tell-unread.ts'
import { createUnitBlocks } from './unit-blocks.ts'
import { boundedParts, withinReach } from './within-reach.ts'
import { type OverviewSources, writeOverview } from './write-overview.ts'

export interface ContextRequest {
  readonly files: readonly FileToDiscuss[]
  readonly index: SymbolIndex
  readonly tree: TreeReader
  readonly story: ChangeStory
  readonly known: readonly KnownDefect[]
  readonly settings: { readonly contextTokensMax: number; readonly partsMax: number }
  /** Of the base commit. */
  readonly guidance: readonly GuidanceText[]
  /** Texts of the configuration's instructions that are for a path. */
  readonly instructionsFor: (path: string) => readonly string[]
  readonly mask: (text: string) => string
  /** Which of these units need not be read again; without it, all are read. */
  readonly recall?: (units: readonly ContextUnit[]) => Promise<RecalledKeys>
}

const nothingRecalled: RecalledKeys = { known: new Set(), owing: new Set() }

/** The same request gives the same parts, to the letter. */
export async function packContext(request: ContextRequest, signal: AbortSignal): Promise<PackedContext> {
  const { index, mask, story, tree } = request
  const settings = boundedParts(request.settings)
  const counter = await loadTokenCounter()
  const reach = withinReach(findUnits(request), settings)
  const prepared = await prepareUnits(reach.units, {
    index,
    tree,
    mask,
    remarks: { known: request.known, earlier: story.earlier, instructionsFor: request.instructionsFor },
  })
  signal.throwIfAborted()
  const tokensMax = Math.floor(settings.contextTokensMax / tokenSafetyFactor)
  const told = storyBlocks({ story, guidance: request.guidance, mask, tokensMax })
  const blocks = createUnitBlocks(counter)
  const sources = { story: told, counter, blocks, mask, tokensMax }
  const room = Math.max(1, tokensMax - (told.title === null ? 0 : counter.count(`${told.title}\n`)))
  const fitted = fitUnits(prepared, room, blocks)
  // Asked for as they are read: what stands in a part as a piece was remembered as that piece.
  const recalled = (await request.recall?.(fitted.units.map(asUnit))) ?? nothingRecalled
  const units = fitted.units.filter(({ prepared: { key } }) => !recalled.known.has(key))
  const owing = fitted.units.filter(({ prepared: { key } }) => recalled.owing.has(key))
  const { parts, left } = distributeUnits(units, relations(units), {
    partsMax: unitPartsMax(settings.partsMax),
    tokensMax: room,
  })
  const read = parts.map((places) => places.map((at) => units[at] as SizedUnit))
  const packed = read.map((those) => packPart({ units: those.map((unit) => unit.prepared), ...sources }))
  signal.throwIfAborted()
  return {
    parts: [
      ...packed.map((part, at) => unitsPart(part, read[at] ?? [])),
      ...((read.length > 1 || owing.length > 0) && read.length < settings.partsMax
        ? [wholePart(request.files, owing.length === 0 ? read : [...read, owing], sources)]
        : []),
    ],
    unread: tellUnread({
      read: read.map((those, at) => ({ units: those, bare: packed[at]?.bare ?? [] })),
      left: left.map((at) => units[at] as SizedUnit),
      beyond: reach.beyond,
      cut: fitted.cut,
      settings,
    }),
    notes: [...index.notes, ...notesOf(packed)],
    owing: owing.map(asUnit),
  }
}

/** One is kept for the pass over the whole, where there is more than one to speak of. */
function unitPartsMax(partsMax: number): number {
  return partsMax > 2 ? partsMax - 1 : Math.max(1, partsMax)
}

function unitsPart({ text, tokens }: PackedPart, units: readonly SizedUnit[]): ContextPart {
  return {
    kind: 'units',
    units: units.map(asUnit),
    text,
    tokens: withSafety(tokens),
  }
}

function wholePart(
  files: readonly FileToDiscuss[],
  read: readonly (readonly SizedUnit[])[],
  sources: Omit<OverviewSources, 'files' | 'parts'>,
): ContextPart {
  const parts = read.map((units) => units.map(({ prepared }) => prepared))
  const { text, tokens } = writeOverview({ files, parts, ...sources })
  return { kind: 'whole', units: [], text, tokens: withSafety(tokens) }
}

function asUnit({ prepared: { key, unit } }: SizedUnit): ContextUnit {
  const { path, symbol, head, base } = unit
  return { key, path, symbol, head, base }
}

/** Files of the change that call each other. */
function relations(units: readonly SizedUnit[]): ReadonlyMap<string, ReadonlySet<string>> {
  const paths = new Set(units.map(({ path }) => path))
  const related = new Map<string, Set<string>>()
  function relate(a: string, b: string) {
    related.set(a, (related.get(a) ?? new Set()).add(b))
  }
  for (const { path, prepared } of units) {
    for (const { surrounding } of prepared.surroundings) {
      if (surrounding.path === path || !paths.has(surrounding.path)) continue
      relate(path, surrounding.path)
      relate(surrounding.path, path)
    }
  }
  return related
}

function notesOf(packed: readonly PackedPart[]): readonly string[] {
  const offered = packed.reduce((sum, part) => sum + part.offered, 0)
  const leftOut = packed.reduce((sum, part) => sum + part.leftOut, 0)
  if (leftOut === 0) return []
  return [
    `The agents read without ${leftOut} of ${offered} called definitions, callers, tests and remarks: there was no room for them.`,
  ]
}
