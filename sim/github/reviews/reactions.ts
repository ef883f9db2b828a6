/** Thumbs and the like, on any comment. */
import { type Account, renderAccount } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { Urls, World } from '../world/world.ts'

export type ReactionContent = Schemas['reaction']['content']
export const reactionContents: readonly ReactionContent[] = [
  '+1',
  '-1',
  'laugh',
  'confused',
  'heart',
  'hooray',
  'rocket',
  'eyes',
]

export interface Reaction {
  readonly id: number
  readonly content: ReactionContent
  readonly author: Account
  readonly createdMs: number
}

/** The same person with the same content gets the first one again. */
export function addReaction(
  world: World,
  to: Reaction[],
  author: Account,
  content: ReactionContent,
): { readonly reaction: Reaction; readonly isNew: boolean } {
  const known = to.find((reaction) => reaction.author.id === author.id && reaction.content === content)
  if (known !== undefined) return { reaction: known, isNew: false }
  const reaction = { id: world.ids.next(), content, author, createdMs: world.clock() }
  to.push(reaction)
  return { reaction, isNew: true }
}

export function renderReaction(reaction: Reaction, urls: Urls): Schemas['reaction'] {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: renderAccount(reaction.author, urls),
    content: reaction.content,
    created_at: iso(reaction.createdMs),
  }
}

export function renderReactions(reactions: readonly Reaction[], url: string): Schemas['reaction-rollup'] {
  const count = (content: ReactionContent) => reactions.filter((one) => one.content === content).length
  return {
    url: `${url}/reactions`,
    total_count: reactions.length,
    '+1': count('+1'),
    '-1': count('-1'),
    laugh: count('laugh'),
    confused: count('confused'),
    heart: count('heart'),
    hooray: count('hooray'),
    eyes: count('eyes'),
    rocket: count('rocket'),
  }
}
