/**
 * A whole change in one text, for questions about all of it: what people say of it, which files changed, and of each
 * file as many changed lines as its share of the budget holds. Everything stands in labelled blocks, secrets masked.
 */
import type { Hunk } from '../../domain/diff/hunk.ts'
import type { FileToDiscuss, KnownDefect } from '../../ports/agents/agents.ts'
import type { ChangeStory } from '../context/context.ts'
import { loadTokenCounter, type TokenCounter } from '../context/count-tokens.ts'
import { fileLine } from '../context/file-line.ts'
import { cutLine, maskedLines } from '../context/masked-lines.ts'
import { mostThatFits } from '../context/most-that-fits.ts'
import { storyBlocks } from '../context/story-blocks.ts'
import { dataBlock, type NumberedLine, numberedLines } from '../hostile/data-block.ts'

export interface ChangeToTell {
  readonly files: readonly FileToDiscuss[]
  readonly story: ChangeStory
  readonly known: readonly KnownDefect[]
  readonly mask: (text: string) => string
  readonly tokensMax: number
  /** The file that the question is about gets its share first, and half of everything. */
  readonly about?: string
}

const knownMax = 50
const knownShare = 0.1
const filesShare = 0.2

/** The same change gives the same text, to the letter. */
export async function tellChange(change: ChangeToTell): Promise<string> {
  const { story, mask, tokensMax, files } = change
  const counter = await loadTokenCounter()
  const blocks = storyBlocks({ story, guidance: [], mask, tokensMax })
  const said = [blocks.pullRequest ?? blocks.title, ...blocks.more.map(({ block }) => block)]
  const lead = [
    ...said.filter((block) => block !== null),
    linesBlock(files.map(fileLine), tokensMax * filesShare, counter, (text) =>
      dataBlock('overview', { of: 'files' }, text),
    ),
    linesBlock(knownLines(change), tokensMax * knownShare, counter, (text) => dataBlock('known', {}, text)),
  ].filter((block) => block !== '')
  const left = tokensMax - counter.budgeted(lead.join('\n'))
  return [...lead, ...hunkBlocks(change, left, counter)].join('\n')
}

/** As many lines as fit; how many do not is said. */
function linesBlock(
  lines: readonly string[],
  tokensMax: number,
  counter: TokenCounter,
  block: (text: string) => string,
): string {
  const count = mostThatFits(
    lines.length,
    (some) => counter.budgeted(lines.slice(0, some).join('\n')) <= tokensMax,
  )
  if (count === 0) return ''
  const more = lines.length - count
  return block([...lines.slice(0, count), ...(more > 0 ? [`(${more} more)`] : [])].join('\n'))
}

function knownLines({ known, mask }: ChangeToTell): readonly string[] {
  return known
    .slice(0, knownMax)
    .map(({ path, line, severity, rule, message }) =>
      mask(`${path}:${line} ${severity} ${rule}: ${message}`).replaceAll('\n', ' '),
    )
}

/** Small files leave what they do not need to the large ones. */
function hunkBlocks(
  { files, mask, about }: ChangeToTell,
  tokensMax: number,
  counter: TokenCounter,
): readonly string[] {
  const told = files
    .filter(({ role }) => role === 'code')
    .map((file) => ({ file, lines: changedWithContext(file, mask) }))
    .filter(({ lines }) => lines.length > 0)
  const isFocus = (file: FileToDiscuss) => file.path === about
  const inTurn = told.toSorted(
    (a, b) => Number(isFocus(b.file)) - Number(isFocus(a.file)) || a.lines.length - b.lines.length,
  )
  const blocks = new Map<FileToDiscuss, string>()
  let left = tokensMax
  for (const [at, { file, lines }] of inTurn.entries()) {
    const share = isFocus(file) && inTurn.length > 1 ? left / 2 : left / (inTurn.length - at)
    const block = linesBlock(shownLines(lines), share, counter, (text) =>
      dataBlock('unit', { path: file.path }, text),
    )
    left -= counter.budgeted(block)
    blocks.set(file, block)
  }
  return told.map(({ file }) => blocks.get(file) ?? '').filter((block) => block !== '')
}

/** Numbered together, so that the columns of all lines are as wide. */
function shownLines(lines: readonly NumberedLine[]): readonly string[] {
  return numberedLines(lines).split('\n')
}

function changedWithContext(file: FileToDiscuss, mask: (text: string) => string): readonly NumberedLine[] {
  const head = maskedLines(file.head ?? '', mask)
  const base = maskedLines(file.base ?? '', mask)
  const textOf = (left: number | null, right: number | null) =>
    cutLine((right === null ? base[(left ?? 0) - 1] : head[right - 1]) ?? '')
  if (file.hunks.length > 0) return file.hunks.flatMap((hunk) => ofHunk(hunk, textOf))
  return [
    ...[...file.removedLines].map((left) => line('-', left, null, textOf)),
    ...[...file.addedLines].map((right) => line('+', null, right, textOf)),
  ]
}

type TextOf = (left: number | null, right: number | null) => string

function ofHunk({ lines }: Hunk, textOf: TextOf): readonly NumberedLine[] {
  return lines.map(({ kind, oldLine, newLine }) => {
    const mark = kind === 'added' ? '+' : kind === 'removed' ? '-' : ' '
    return line(mark, oldLine, newLine, textOf)
  })
}

function line(
  mark: NumberedLine['mark'],
  left: number | null,
  right: number | null,
  textOf: TextOf,
): NumberedLine {
  return { mark, left, right, text: textOf(left, right) }
}
