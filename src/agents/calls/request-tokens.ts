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

/** As it is read, line by line: in JSON it would be one endless line, of which the counter knows nothing. */
function textOf(message: ModelMessage): string {
  switch (message.from) {
    case 'us':
      return message.text
    case 'model':
      return [message.text, ...message.toolCalls.map((call) => JSON.stringify(call))].join('\n')
    case 'tools':
      return message.results.map(({ id, name, text }) => `${id} ${name}\n${text}`).join('\n')
  }
}

function sum(tokens: readonly number[]): number {
  return tokens.reduce((all, one) => all + one, 0)
}
