/** Which rules apply to a question: the first one's deed is done, and one that has nothing to do leaves it to the next. */
import { createHash } from 'node:crypto'
import type { Prompt } from '../prompt/prompt.ts'
import type { Question } from '../wire/question.ts'
import type { Deed, Rule, Scenario } from './scenario.ts'

export interface DeedChooser {
  /** @param accepts false: the deed does not fit here, so the next rule is looked at */
  choose(question: Question, prompt: Prompt, accepts: (deed: Deed) => boolean): Chosen
}

export interface Chosen {
  readonly deed: Deed
  /** The number of this request in its conversation, from 1. */
  readonly attempt: number
}

export function createDeedChooser({ rules }: Scenario): DeedChooser {
  const attempts = new Map<string, number>()
  const used = new Map<Rule, number>()
  return {
    choose: (question, prompt, accepts) => {
      const name = conversationName(question, prompt)
      const attempt = (attempts.get(name) ?? 0) + 1
      attempts.set(name, attempt)
      const rule = rules.find(
        (candidate) =>
          (used.get(candidate) ?? 0) < (candidate.times ?? Number.POSITIVE_INFINITY) &&
          applies(candidate, question, prompt, attempt) &&
          accepts(candidate.answer),
      )
      if (rule === undefined) return { deed: { do: 'review' }, attempt }
      used.set(rule, (used.get(rule) ?? 0) + 1)
      return { deed: rule.answer, attempt }
    },
  }
}

/** Turns with tools and requests to mend an answer belong to the conversation that they go on from. */
function conversationName({ wire, model, turns }: Question, { purpose }: Prompt): string {
  const first = turns.find((turn) => turn.from === 'user')
  return createHash('sha256')
    .update(JSON.stringify([wire, model, purpose, first?.from === 'user' ? first.text : '']))
    .digest('hex')
}

function applies({ when }: Rule, question: Question, prompt: Prompt, attempt: number): boolean {
  const purposes = when.purpose === undefined ? null : [when.purpose].flat()
  if (purposes !== null && !purposes.some((purpose) => purpose === prompt.purpose)) return false
  if (when.wire !== undefined && when.wire !== question.wire) return false
  if (when.model !== undefined && !new RegExp(when.model).test(question.model)) return false
  if (when.attempt !== undefined && when.attempt !== attempt) return false
  if (when.attemptMax !== undefined && attempt > when.attemptMax) return false
  return when.contains === undefined || containsCode(prompt, new RegExp(when.contains))
}

function containsCode({ blocks }: Prompt, pattern: RegExp): boolean {
  return blocks.some(({ lines }) => lines.some(({ code }) => pattern.test(code)))
}
