/** An answer is held to the shape that was asked for; one that does not fit is shown its problems, once. */
import { fail, type Outcome } from '../../domain/outcome.ts'
import type { AnswerFormat } from './calls.ts'
import type { CameTurn } from './take-turn.ts'

const problemsMax = 20
const problemCharactersMax = 300
/** Of an answer that cannot be used, as it is shown to the model again. */
const textCharactersMax = 20_000

export interface ReadAnswer<Answer> {
  /** What the model said, for the conversation; never empty, because providers refuse empty messages. */
  readonly text: string
  readonly outcome: Outcome<Answer, readonly string[]>
}

export function readAnswer<Answer>(came: CameTurn, format: AnswerFormat<Answer>): ReadAnswer<Answer> {
  if (came.kind === 'malformed') {
    const text = came.text.slice(0, textCharactersMax)
    return { text: text.trim() === '' ? '(nothing)' : text, outcome: fail([came.message]) }
  }
  const { text, value, toolCalls } = came.turn
  const said = text.trim() === '' ? JSON.stringify(value ?? null) : text
  if (value === null || value === undefined) {
    const problem =
      toolCalls.length > 0
        ? 'A tool was called, but no tool can be called any more: answer with what is known.'
        : 'It holds no JSON.'
    return { text: said.slice(0, textCharactersMax), outcome: fail([problem]) }
  }
  const outcome = format.parse(value)
  return { text: outcome.ok ? said : said.slice(0, textCharactersMax), outcome }
}

export function repairText(problems: readonly string[]): string {
  const lines = problems
    .slice(0, problemsMax)
    .map((problem) => `- ${problem.replace(/\s+/g, ' ').slice(0, problemCharactersMax)}`)
  return [
    'This answer cannot be used:',
    ...lines,
    'Give the whole answer again as one JSON object of the shape that was asked for, and nothing else.',
  ].join('\n')
}
