/** What one of the two gets to read of the other's words: JSON in a data block, since a model wrote it. */
import type { Claim } from '../../domain/agents/claim.ts'
import type { Debate, Move } from '../../domain/agents/debate.ts'
import { dataBlock } from '../hostile/data-block.ts'

/** Of the first challenge. How sure the coder is, it keeps to itself: the reviewer has to find out. */
export function claimsBlock(debates: readonly Debate[]): string {
  return block({ claims: debates.map(({ claim }) => shown(claim)) })
}

/** Of an answer: the coder's claims that were refuted, and the reviewer's own. */
export function refutationsBlock(refuted: readonly Debate[], others: readonly Debate[]): string {
  return block({
    refuted: refuted.map((debate) => ({ ...shown(debate.claim), refutation: said(debate) })),
    findings: others.map(({ claim }) => shown(claim)),
  })
}

/** Of a settlement: the coder's claims with their defence, and the reviewer's own that were refuted. */
export function defencesBlock(defended: readonly Debate[], refuted: readonly Debate[]): string {
  return block({
    defended: defended.map((debate) => ({ ...shown(debate.claim), answer: said(debate) })),
    refuted: refuted.map((debate) => ({ ...shown(debate.claim), refutation: said(debate) })),
  })
}

/** One claim a line. */
function block(lists: Readonly<Record<string, readonly unknown[]>>): string {
  const parts = Object.entries(lists).map(
    ([name, items]) =>
      `${JSON.stringify(name)}:[${items.map((item) => `\n${JSON.stringify(item)}`).join(',')}]`,
  )
  return dataBlock('claims', {}, `{${parts.join(',\n')}}`)
}

function shown({ confidence: _, ...claim }: Claim): Omit<Claim, 'confidence'> {
  return claim
}

function said({ moves }: Debate): unknown {
  const { stance, text, severity } = moves.at(-1) as Move
  return { stance, reason: text, severity }
}
