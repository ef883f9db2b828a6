/**
 * The frame around everything that comes from a change, a repository or a model. Its name is made from what it holds,
 * so that nothing inside can close it: whoever writes a text cannot know the name of the block that will hold that text.
 */
import { createHash } from 'node:crypto'
import { cleanCode } from './clean-text.ts'

export type BlockKind =
  | 'unit'
  | 'definition'
  | 'pull-request'
  | 'commits'
  | 'issue'
  | 'guidance'
  | 'instructions'
  | 'known'
  | 'earlier'
  | 'claims'
  | 'overview'
  | 'question'
  | 'tool'
  | 'walkthrough'

/** In this order; null and undefined are left out. */
export type BlockAttributes = Readonly<Record<string, string | number | boolean | null | undefined>>

const hashDigits = 12
const attributeCharactersMax = 300

/** @returns three lines or more, with no line feed at the end */
export function dataBlock(kind: BlockKind, attributes: BlockAttributes, text: string): string {
  const shown = cleanCode(text)
  const head = `kind=${quoted(kind)}${Object.entries(attributes).map(attribute).join('')}`
  const hash = createHash('sha256').update(`${head}\n${shown}`).digest('hex').slice(0, hashDigits)
  return `<<<data ${hash} ${head}>>>\n${shown}\n<<<end ${hash}>>>`
}

export interface NumberedLine {
  readonly mark: '+' | '-' | ' '
  /** In the base, from 1; null for an added line. */
  readonly left: number | null
  /** In the head, from 1; null for a removed line. */
  readonly right: number | null
  readonly text: string
}

/** One line each, with the numbers of both sides: `+     R13 | return sum(items)`. A side that no line has takes no room. */
export function numberedLines(lines: readonly NumberedLine[]): string {
  const leftWidth = widthOf(lines.map(({ left }) => left))
  const rightWidth = widthOf(lines.map(({ right }) => right))
  return lines
    .map(({ mark, left, right, text }) => {
      const numbers = `${numbered('L', left, leftWidth)}${numbered('R', right, rightWidth)}`
      return `${mark} ${numbers}| ${cleanCode(text).replaceAll('\n', ' ')}`
    })
    .join('\n')
}

function attribute([name, value]: readonly [string, BlockAttributes[string]]): string {
  return value === null || value === undefined
    ? ''
    : ` ${name.replace(/[^\w-]/g, '')}=${quoted(String(value))}`
}

/** A JSON string with no `<` or `>` in it, so that a line's `>>>` is the frame's. */
function quoted(value: string): string {
  const bounded = value.length > attributeCharactersMax ? `${value.slice(0, attributeCharactersMax)}…` : value
  return JSON.stringify(cleanCode(bounded)).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')
}

function widthOf(numbers: readonly (number | null)[]): number {
  const longest = numbers.reduce<number>((most, number) => Math.max(most, number ?? 0), 0)
  return longest === 0 ? 0 : String(longest).length + 1
}

function numbered(side: 'L' | 'R', number: number | null, width: number): string {
  if (width === 0) return ''
  return `${(number === null ? '' : `${side}${number}`).padEnd(width)} `
}
