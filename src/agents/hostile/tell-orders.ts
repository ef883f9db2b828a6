/** People are told when the words about a change give orders to models: such words stand on no line of code. */
import { findOrders } from '../../domain/text/orders-to-models.ts'
import type { ChangeStory } from '../context/context.ts'

/** A sentence, or none. */
export function tellOrders({
  title,
  description,
  commits,
  linkedIssue,
  earlier,
}: ChangeStory): readonly string[] {
  const places = [
    { name: 'title', texts: [title] },
    { name: 'description', texts: [description] },
    { name: 'commit messages', texts: commits },
    { name: 'linked issue', texts: linkedIssue === null ? [] : [linkedIssue.title, linkedIssue.body] },
    { name: 'threads', texts: earlier.flatMap(({ text, reason }) => [text, reason]) },
  ]
  const named = places
    .filter(({ texts }) => texts.some((text) => findOrders(text).length > 0))
    .map(({ name }) => name)
  if (named.length === 0) return []
  return [
    `Words in what is said about this change (${named.join(', ')}) give orders to language models. The reviewer read it without them; read the change yourself.`,
  ]
}
