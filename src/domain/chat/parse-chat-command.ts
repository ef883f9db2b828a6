/**
 * The commands in a comment. One grammar, read by hand from left to right: a command stands at the beginning of a line
 * that is neither code, quotation nor hidden; the first one counts.
 *
 *     command  = ("/autogen" | "/autogen-bot" | "@" botname ["[bot]"] ["," | ":"]) verb
 *     verb     = "review" ["full"] | "status" | "explain" ID | "dismiss" ID reason | "pause" | "resume" | "config" | "help"
 *              | "ask" question | "describe" | "improve" | "tests"
 *
 * A question is the rest of its line and of the comment: people put code below it.
 */
import type { FindingId } from '../finding/finding.ts'
import type { ChatCommand } from './chat-command.ts'

const textCharactersMax = 65_536
const reasonCharactersMax = 500
const wordCharactersMax = 40
const questionCharactersMax = 4_000

/** @param botName the App's slug, without `[bot]` @returns null when nobody speaks to us */
export function parseChatCommand(text: string, botName: string): ChatCommand | null {
  const lines = text.slice(0, textCharactersMax).split('\n')
  for (const { content, at } of linesSpoken(lines)) {
    const words = wordsBehindName(content, botName)
    if (words === null) continue
    return words[0]?.toLowerCase() === 'ask'
      ? question(words.slice(1), lines.slice(at + 1))
      : commandOf(words)
  }
  return null
}

function question(words: readonly string[], below: readonly string[]): ChatCommand {
  const whole = [words.join(' '), ...below].join('\n').replaceAll('\r\n', '\n').trim()
  return whole === ''
    ? { kind: 'incomplete', command: 'ask', lacks: 'question' }
    : { kind: 'ask', question: cut(whole, questionCharactersMax).trim() }
}

/** Lines of a comment that its writer says in their own name. */
function* linesSpoken(
  lines: readonly string[],
): Generator<{ readonly content: string; readonly at: number }> {
  let fence: string | null = null
  let isHidden = false
  for (const [at, whole] of lines.entries()) {
    const line = whole.endsWith('\r') ? whole.slice(0, -1) : whole
    const indent = indentOf(line)
    const content = line.slice(indent)
    if (fence !== null) {
      if (indent < 4 && closesFence(content, fence)) fence = null
    } else if (isHidden) {
      isHidden = !line.includes('-->')
    } else if (indent < 4 && !line.startsWith('\t')) {
      fence = openedFence(content)
      const hides = content.lastIndexOf('<!--')
      isHidden = fence === null && hides !== -1 && !content.includes('-->', hides)
      if (fence === null && !content.startsWith('>')) yield { content, at }
    }
  }
}

function indentOf(line: string): number {
  let width = 0
  while (line[width] === ' ') width += 1
  return width
}

/** The run of backticks or tildes that opens a block of code, or null. */
function openedFence(content: string): string | null {
  const sign = content[0]
  if (sign !== '`' && sign !== '~') return null
  const run = runOf(content, sign)
  if (run < 3 || (sign === '`' && content.includes('`', run))) return null
  return content.slice(0, run)
}

function closesFence(content: string, fence: string): boolean {
  const run = runOf(content, fence[0] as string)
  return run >= fence.length && content.slice(run).trim() === ''
}

function runOf(text: string, sign: string): number {
  let length = 0
  while (text[length] === sign) length += 1
  return length
}

/** The words behind our name at the line's beginning, or null. */
function wordsBehindName(line: string, botName: string): readonly string[] | null {
  const words = line.split(/[ \t]/).filter((word) => word !== '')
  const first = words[0]?.toLowerCase()
  if (first === undefined) return null
  if (first === '/autogen' || first === '/autogen-bot') return words.slice(1)
  const bare = first.endsWith(',') || first.endsWith(':') ? first.slice(0, -1) : first
  const name = `@${botName.toLowerCase()}`
  return bare === name || bare === `${name}[bot]` ? words.slice(1) : null
}

function commandOf(words: readonly string[]): ChatCommand {
  const verb = words[0]?.toLowerCase()
  const rest = words.slice(1)
  switch (verb) {
    case undefined:
      return { kind: 'help' }
    case 'status':
    case 'pause':
    case 'resume':
    case 'config':
    case 'help':
    case 'describe':
    case 'improve':
    case 'tests':
      return rest.length === 0 ? { kind: verb } : unknown(words)
    case 'review':
      if (rest.length === 0) return { kind: 'review', isFull: false }
      return rest.length === 1 && rest[0]?.toLowerCase() === 'full'
        ? { kind: 'review', isFull: true }
        : unknown(words)
    case 'explain': {
      const finding = findingIdOf(rest[0])
      return finding === null
        ? { kind: 'incomplete', command: 'explain', lacks: 'id' }
        : { kind: verb, finding }
    }
    case 'dismiss': {
      const finding = findingIdOf(rest[0])
      if (finding === null) return { kind: 'incomplete', command: 'dismiss', lacks: 'id' }
      const reason = cut(rest.slice(1).join(' '), reasonCharactersMax)
      return reason === ''
        ? { kind: 'incomplete', command: 'dismiss', lacks: 'reason' }
        : { kind: verb, finding, reason }
    }
    default:
      return unknown(words)
  }
}

function unknown(words: readonly string[]): ChatCommand {
  return { kind: 'unknown', word: cut(words.slice(0, 2).join(' '), wordCharactersMax) }
}

const idPattern = /^[0-9a-f]{16}$/

/** Copied from a comment, an id may come in its backticks. */
function findingIdOf(word: string | undefined): FindingId | null {
  if (word === undefined) return null
  const bare = word.startsWith('`') && word.endsWith('`') ? word.slice(1, -1) : word
  const id = bare.toLowerCase()
  return idPattern.test(id) ? (id as FindingId) : null
}

/** Whole characters only, and none that is half of a pair. */
function cut(text: string, charactersMax: number): string {
  return [...text.slice(0, charactersMax * 2)].slice(0, charactersMax).join('').toWellFormed()
}
