import { describe, expect, test } from 'vitest'
import { arbitrate } from './arbitrate.ts'
import type { Debate, Move } from './debate.ts'
import { beginDialogue } from './dialogue.ts'

const claim: Debate['claim'] = {
  id: 'c1',
  path: 'a.ts',
  side: 'RIGHT',
  line: 1,
  endLine: 1,
  quote: 'x',
  title: 't',
  message: 'm',
  severity: 'high',
  category: 'correctness',
  cwe: [],
  confidence: 0.8,
  replacement: null,
  evidence: [],
}

/** `refutes!` cites code that is there; `refutes` does not. `confirms=low` names a severity. */
function decided(story: string, changes: Partial<Debate['claim']> = {}, isQuoteThere = true): string {
  const moves = story.split(' ').map((word, index): Move => {
    const [stance = '', severity] = word.replace('!', '').split('=')
    const speaker = ['confirms', 'refutes'].includes(stance) ? 'reviewer' : 'coder'
    return {
      speaker,
      round: Math.floor(index / 2) + 1,
      stance: stance as Move['stance'],
      text: word,
      severity: (severity ?? null) as Move['severity'],
      isGrounded: word.includes('!'),
    }
  })
  const debate: Debate = { claim: { ...claim, ...changes }, by: 'coder', isQuoteThere, moves }
  const [argued] = arbitrate({ ...beginDialogue(4), debates: [debate], ended: 'last-word' })
  if (argued === undefined) throw new Error('no outcome')
  return `${argued.outcome} ${argued.claim.severity} ${argued.claim.confidence}: ${argued.reason}`
}

describe('who won', () => {
  test.each([
    'proposes!',
    'proposes! confirms',
    'proposes! refutes',
    'proposes! refutes!',
    'proposes! refutes! withdraws',
    'proposes! refutes! insists',
    'proposes! refutes! insists!',
    'proposes! refutes! revises!',
    'proposes! refutes! insists! refutes',
    'proposes! refutes! insists! refutes!',
    'proposes! refutes! insists confirms',
    'proposes! refutes insists refutes',
    'proposes! refutes! insists refutes',
    'proposes! refutes! insists! refutes! insists!',
  ])('%s', (story) => {
    expect(decided(story)).toMatchSnapshot()
  })

  test('a refutation without code counts when what the claim quotes is not there', () => {
    expect(decided('proposes refutes', {}, false)).toMatchInlineSnapshot(
      `"refuted high 0.8: The reviewer refuted it, and what it quotes is not in the code."`,
    )
  })
})

describe('how grave it may be called', () => {
  test.each([
    ['the lower of two', 'proposes! confirms=low', {}],
    ['the claimed one, when the other says more', 'proposes! confirms!=critical', {}],
    [
      'more than was claimed: security, with code, by the reviewer',
      'proposes! confirms!=critical',
      { category: 'security' },
    ],
    ['not without the code', 'proposes! confirms=critical', { category: 'security' }],
    ['critical: both said so', 'proposes! confirms', { severity: 'critical' }],
    ['critical of one alone', 'proposes!', { severity: 'critical' }],
    ['critical, though the other refuted it without code', 'proposes! refutes', { severity: 'critical' }],
    ['performance', 'proposes! confirms', { severity: 'critical', category: 'performance' }],
    ['maintainability', 'proposes! confirms', { severity: 'high', category: 'maintainability' }],
  ] as const)('%s', (_, story, changes) => {
    expect(decided(story, changes)).toMatchSnapshot()
  })
})
