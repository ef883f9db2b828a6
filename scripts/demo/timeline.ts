/** What the demo prints: when it happened, and what; in as many columns as the terminal has. */
import { wrapWords } from '../../src/cli/render/wrap-words.ts'

export interface Timeline {
  readonly seconds: () => number
  /** A moment, and lines that belong to it. */
  tell(sentence: string, details?: readonly Detail[]): void
  /** Without a time. */
  say(text: string): void
}

/** A sentence, in as many lines as it takes; the same beside whoever says it; a row of a list, cut where the line ends. */
export type Detail = string | { readonly lead: string; readonly words: string } | { readonly row: string }

export interface TimelineOptions {
  readonly write: (text: string) => void
  /** Of the terminal; undefined for a pipe or a file. */
  readonly columns: number | undefined
}

const columnsWithoutTerminal = 110
const columnsMin = 60
const columnsMax = 120
const indent = ' '.repeat(9)
const leadColumns = 10

export function createTimeline({ write, columns = columnsWithoutTerminal }: TimelineOptions): Timeline {
  const beganMs = performance.now()
  const seconds = () => (performance.now() - beganMs) / 1_000
  const width = Math.min(Math.max(columns, columnsMin), columnsMax) - indent.length
  return {
    seconds,
    tell: (sentence, details = []) => {
      const time = `${seconds().toFixed(1)} s`.padStart(indent.length - 2)
      const lines = wrapWords(sentence, width)
      lines.forEach((line, at) => {
        write(`${at === 0 ? `${time}  ` : indent}${line}\n`)
      })
      for (const line of details.flatMap((detail) => detailLines(detail, width))) write(`${indent}${line}\n`)
    },
    say: (text) => write(`${text}\n`),
  }
}

function detailLines(detail: Detail, width: number): readonly string[] {
  if (typeof detail === 'string') return wrapWords(detail, width)
  if ('row' in detail) return [cut(detail.row, width)]
  const { lead, words } = detail
  return wrapWords(words, width - leadColumns).map(
    (line, at) => `${(at === 0 ? lead : '').padEnd(leadColumns)}${line}`,
  )
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text
}
