/** What the scripted model understands of a prompt: its task, and the labelled data blocks with their numbered lines. */
import type { Question } from '../wire/question.ts'

export interface Prompt {
  /**
   * The word after `Task: ` on the last line of what we said last, or on the first line of the system prompt; '' when there
   * is none.
   */
  readonly purpose: string
  readonly blocks: readonly Block[]
}

export interface Block {
  readonly kind: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  /** Those of its lines that are numbered code, in order. */
  readonly lines: readonly CodeLine[]
}

export interface CodeLine {
  readonly mark: '+' | '-' | ' '
  readonly left: number | null
  readonly right: number | null
  readonly code: string
}

const opening = /^<<<data ([0-9a-f]{12})((?: [\w-]+="(?:[^"\\]|\\.)*")*)>>>$/
const attribute = / ([\w-]+)=("(?:[^"\\]|\\.)*")/g
const numbered = /^([ +-])\s+(?:L(\d+)\s+)?(?:R(\d+)\s+)?\| ?(.*)$/

export function readPrompt({ system, turns }: Question): Prompt {
  const texts = turns.flatMap((turn) => {
    if (turn.from === 'user') return [turn.text]
    return turn.from === 'tools' ? turn.results.map(({ text }) => text) : []
  })
  return { purpose: purposeOf(system, turns), blocks: texts.flatMap(readBlocks) }
}

/** Results of tools, and a request to mend an answer, name none: then it is still the one before. */
function purposeOf(system: string, turns: Question['turns']): string {
  const named = turns.flatMap((turn) =>
    turn.from === 'user' ? (/\nTask: ([\w-]+)$/.exec(turn.text)?.[1] ?? []) : [],
  )
  return named.at(-1) ?? /^Task: ([\w-]+)/.exec(system)?.[1] ?? ''
}

/** A block ends at the line that names its own hash, and nowhere else. */
export function readBlocks(text: string): readonly Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const match = opening.exec(lines[at] ?? '')
    const end = match === null ? -1 : lines.indexOf(`<<<end ${match[1]}>>>`, at + 1)
    if (match === null || end === -1) {
      at += 1
      continue
    }
    const { kind = '', ...attributes } = readAttributes(match[2] ?? '')
    const inside = lines.slice(at + 1, end)
    blocks.push({ kind, attributes, text: inside.join('\n'), lines: inside.flatMap(readLine) })
    at = end + 1
  }
  return blocks
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [, name = '', value = '""'] of text.matchAll(attribute)) found[name] = unquote(value)
  return found
}

function unquote(value: string): string {
  try {
    return String(JSON.parse(value))
  } catch {
    return value.slice(1, -1)
  }
}

function readLine(line: string): readonly CodeLine[] {
  const match = numbered.exec(line)
  if (match === null) return []
  const [, mark, left, right, code = ''] = match
  if (left === undefined && right === undefined) return []
  return [{ mark: mark as CodeLine['mark'], left: asNumber(left), right: asNumber(right), code }]
}

function asNumber(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits)
}
