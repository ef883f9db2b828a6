/** How many tokens a request is at most, before it is made. A message is counted once, however often it is sent again. */
import type { ModelMessage, ModelRequest } from '../../ports/model/model.ts'
import { loadTokenCounter } from '../context/count-tokens.ts'

/** What the wire formats put around a message. */
const aroundMessage = 8

const counted = new WeakMap<object, number>()

export async function countRequest({ system, messages, tools, answer }: ModelRequest): Promise<number> {
  const counter = await loadTokenCounter()
  const once = (about: object, text: () => string) => {
    const known = counted.get(about)
    if (known !== undefined) return known
    const tokens = counter.budgeted(text()) + aroundMessage
    counted.set(about, tokens)
    return tokens
  }
  return (
    counter.budgeted(system) +
    sum(messages.map((message) => once(message, () => textOf(message)))) +
    sum(tools.map((tool) => once(tool, () => JSON.stringify(tool)))) +
    once(answer.schema, () => JSON.stringify(answer))
  )
}

/** How many tokens an answer is, by our own count. */
export async function countAnswer(text: string): Promise<number> {
  return (await loadTokenCounter()).count(text)
}

function textOf(message: ModelMessage): string {
  if (message.from === 'us') return message.text
  return JSON.stringify(message.from === 'model' ? [message.text, message.toolCalls] : message.results)
}

function sum(tokens: readonly number[]): number {
  return tokens.reduce((all, one) => all + one, 0)
}
