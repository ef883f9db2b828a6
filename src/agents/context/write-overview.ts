/**
 * What the pass over the whole of a change reads when nobody reads all of its lines at once: which files changed and
 * how much, whose signatures changed, and who calls whom across the parts.
 */
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import { dataBlock } from '../hostile/data-block.ts'
import type { TokenCounter } from './count-tokens.ts'
import { fileLine } from './file-line.ts'
import { mostThatFits } from './most-that-fits.ts'
import type { PreparedUnit } from './prepare-units.ts'
import { renderPlaces } from './render-unit.ts'
import { shownPath } from './shown-path.ts'
import type { StoryBlocks } from './story-blocks.ts'
import { isSignatureChanged } from './surroundings.ts'

export interface OverviewSources {
  readonly files: readonly FileToDiscuss[]
  /** Units of each part, in the order of the parts. */
  readonly parts: readonly (readonly PreparedUnit[])[]
  readonly story: StoryBlocks
  readonly counter: TokenCounter
  readonly mask: (text: string) => string
  readonly tokensMax: number
}

export function writeOverview(sources: OverviewSources): { readonly text: string; readonly tokens: number } {
  const { files, parts, story, counter, mask, tokensMax } = sources
  const costOf = (block: string) => counter.count(`${block}\n`)
  const blocks: string[] = []
  let spent = 0

  function add(block: string | null) {
    if (block === null) return
    const cost = costOf(block)
    if (spent + cost > tokensMax) return
    spent += cost
    blocks.push(block)
  }

  add(fits(story.pullRequest) ? story.pullRequest : story.title)
  add(linesThatFit('files', largestFirst(files).map(fileLine), Math.floor((tokensMax - spent) / 2)))
  add(linesThatFit('calls across parts', callLines(parts), Math.floor((tokensMax - spent) / 2)))
  for (const block of signatureBlocks(parts.flat())) add(block)
  for (const { block } of story.more) add(block)
  const text = mask(blocks.join('\n'))
  return { text, tokens: counter.count(text) }

  function fits(block: string | null): boolean {
    return block !== null && costOf(block) <= tokensMax / 3
  }

  function linesThatFit(of: string, lines: readonly string[], room: number): string | null {
    if (lines.length === 0) return null
    const count = mostThatFits(lines.length, (some) => costOf(overviewBlock(of, lines, some)) <= room)
    return count === 0 ? null : overviewBlock(of, lines, count)
  }
}

function overviewBlock(of: string, lines: readonly string[], count: number): string {
  const rest = lines.length - count
  const more = rest === 0 ? [] : [`(${rest} more)`]
  return dataBlock('overview', { of }, [...lines.slice(0, count), ...more].join('\n'))
}

function largestFirst(files: readonly FileToDiscuss[]): readonly FileToDiscuss[] {
  return files.toSorted((a, b) => sizeOf(b) - sizeOf(a))
}

function sizeOf({ addedLines, removedLines }: FileToDiscuss): number {
  return addedLines.size + removedLines.size
}

/** Only calls whose two ends are read apart: the others are seen where they stand. */
function callLines(parts: readonly (readonly PreparedUnit[])[]): readonly string[] {
  const partOf = new Map<string, number>()
  for (const [part, units] of parts.entries()) {
    for (const { unit } of units) partOf.set(`${unit.path}\n${unit.symbol}`, part)
  }
  const lines = new Set<string>()
  for (const [part, units] of parts.entries()) {
    for (const { unit, surroundings } of units) {
      for (const { surrounding } of surroundings) {
        const { path, symbol, role } = surrounding
        const other = partOf.get(`${path}\n${symbol}`)
        if (role !== 'called' || other === undefined || other === part) continue
        lines.add(
          `${shownPath(unit.path)} ${unit.symbol ?? '(outside of any definition)'} (part ${part + 1}) calls ${shownPath(path)} ${symbol} (part ${other + 1})`,
        )
      }
    }
  }
  return [...lines]
}

function signatureBlocks(units: readonly PreparedUnit[]): readonly string[] {
  return units.flatMap(({ unit }) => {
    const { definition, lines, changed, path, symbol } = unit
    if (definition === null || !(unit.isGone || isSignatureChanged(unit))) return []
    const { line, signatureEndLine } = definition
    const places = changed.filter((at) => {
      const { left, right } = lines[at] ?? { left: null, right: null }
      const number = unit.isGone ? left : (right ?? lines[at + 1]?.right ?? null)
      return number !== null && number >= line && number <= Math.min(signatureEndLine, line + 8)
    })
    if (places.length === 0) return []
    return [
      dataBlock('definition', { role: 'enclosing', path, symbol }, renderPlaces(lines, places.slice(0, 12))),
    ]
  })
}
