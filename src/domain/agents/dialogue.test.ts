import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitrate } from './arbitrate.ts'
import type { ArguedClaim } from './claim.ts'
import { applyStep, beginDialogue, type DialogueState, nextStep, roundsMax } from './dialogue.ts'
import type { ClaimDraft, DialogueEvent, Proposal, Reply, Verdict } from './dialogue-event.ts'

const draft: ClaimDraft = {
  path: 'src/cart.ts',
  side: 'RIGHT',
  line: 13,
  endLine: 13,
  quote: 'return sum(items)',
  title: 'empty cart',
  message: 'sum() throws on an empty list.',
  severity: 'high',
  category: 'correctness',
  cwe: [],
  confidence: 0.8,
  replacement: null,
  evidence: [],
}

function propose(changes: Partial<ClaimDraft> = {}, isQuoteThere = true): Proposal {
  return { claim: { ...draft, ...changes }, isQuoteThere }
}

function verdict(claim: string, stance: Verdict['stance'], more: Partial<Verdict> = {}): Verdict {
  return { claim, stance, severity: null, reason: `${stance} ${claim}`, isGrounded: false, ...more }
}

function reply(claim: string, stance: Reply['stance'], more: Partial<Reply> = {}): Reply {
  return { claim, stance, reason: `${stance} ${claim}`, isGrounded: false, revised: null, ...more }
}

function play(rounds: number, events: readonly DialogueEvent[]): DialogueState {
  return events.reduce((state, event) => {
    const next = applyStep(state, event)
    if (!next.ok) throw new Error(next.failure.message)
    return next.value
  }, beginDialogue(rounds))
}

const proposed = (...proposals: Proposal[]): DialogueEvent => ({ kind: 'proposed', proposals })
const challenged = (verdicts: Verdict[], ...proposals: Proposal[]): DialogueEvent => ({
  kind: 'challenged',
  verdicts,
  proposals,
})
const answered = (replies: Reply[], verdicts: Verdict[] = []): DialogueEvent => ({
  kind: 'answered',
  replies,
  verdicts,
})
const settled = (verdicts: Verdict[], replies: Reply[] = []): DialogueEvent => ({
  kind: 'settled',
  replies,
  verdicts,
})

function told(claims: readonly ArguedClaim[]): readonly string[] {
  return claims.map(
    ({ claim, outcome, reason }) => `${claim.id} ${outcome} ${claim.severity} ${claim.confidence}: ${reason}`,
  )
}

describe('an argument', () => {
  test('the whole way: proposed, challenged, answered, settled', () => {
    const opening = play(2, [proposed(propose(), propose(), propose())])
    expect(nextStep(opening)).toEqual({
      kind: 'challenge',
      speaker: 'reviewer',
      round: 1,
      judges: ['c1', 'c2', 'c3'],
    })
    const refuted = { isGrounded: true }
    const challengedOnce = applyStep(
      opening,
      challenged(
        [verdict('c1', 'refute', refuted), verdict('c2', 'refute', refuted), verdict('c3', 'confirm')],
        propose(),
      ),
    )
    if (!challengedOnce.ok) throw new Error(challengedOnce.failure.message)
    expect(nextStep(challengedOnce.value)).toEqual({
      kind: 'answer',
      speaker: 'coder',
      round: 2,
      answers: ['c1', 'c2'],
      judges: ['r1'],
    })
    const answeredOnce = applyStep(
      challengedOnce.value,
      answered(
        [reply('c1', 'insist', { isGrounded: true }), reply('c2', 'withdraw')],
        [verdict('r1', 'refute', { isGrounded: true })],
      ),
    )
    if (!answeredOnce.ok) throw new Error(answeredOnce.failure.message)
    expect(nextStep(answeredOnce.value)).toEqual({
      kind: 'settle',
      speaker: 'reviewer',
      round: 2,
      answers: ['r1'],
      judges: ['c1'],
    })
    const over = applyStep(
      answeredOnce.value,
      settled([verdict('c1', 'confirm', { severity: 'medium' })], [reply('r1', 'withdraw')]),
    )
    if (!over.ok) throw new Error(over.failure.message)
    expect([nextStep(over.value), over.value.ended]).toEqual(['done', 'agreed'])
    const claims = arbitrate(over.value)
    expect(told(claims)).toMatchInlineSnapshot(`
      [
        "c1 upheld medium 0.9: Both hold it for a defect: the reviewer confirmed it. Medium, not high: the reviewer called it that, and the lower one counts.",
        "c2 withdrawn high 0.8: The coder withdrew it.",
        "c3 upheld high 0.9: Both hold it for a defect: the reviewer confirmed it.",
        "r1 withdrawn high 0.8: The reviewer withdrew it.",
      ]
    `)
    expect(claims[0]?.voices.map(({ speaker, round, stance }) => `${round} ${speaker} ${stance}`)).toEqual([
      '1 coder proposes',
      '1 reviewer refutes',
      '2 coder insists',
      '2 reviewer confirms',
    ])
  })

  test('it ends early when nothing is disputed', () => {
    expect(play(4, [proposed(), challenged([])]).ended).toBe('agreed')
    expect(play(4, [proposed(propose()), challenged([verdict('c1', 'confirm')])]).ended).toBe('agreed')
    const withdrawn = [
      proposed(propose()),
      challenged([verdict('c1', 'refute')]),
      answered([reply('c1', 'withdraw')]),
    ]
    expect(play(4, withdrawn).ended).toBe('agreed')
  })

  test('further rounds are about what is still disputed, and there are no more of them than asked for', () => {
    const insist = answered([reply('c1', 'insist', { isGrounded: true })])
    const refute = settled([verdict('c1', 'refute', { isGrounded: true })])
    const events = [
      proposed(propose(), propose()),
      challenged([verdict('c1', 'refute'), verdict('c2', 'confirm')]),
    ]
    const three = play(3, [...events, insist, refute])
    expect(nextStep(three)).toMatchObject({ kind: 'answer', round: 3, answers: ['c1'], judges: [] })
    const over = play(3, [...events, insist, refute, insist, refute])
    expect([nextStep(over), over.ended]).toEqual(['done', 'last-word'])
  })

  test('one round: the reviewer has the last word at once', () => {
    const state = play(1, [
      proposed(propose()),
      challenged([verdict('c1', 'refute', { isGrounded: true })], propose()),
    ])
    expect([nextStep(state), state.ended]).toEqual(['done', 'last-word'])
    expect(told(arbitrate(state))).toMatchInlineSnapshot(`
      [
        "c1 refuted high 0.8: The reviewer refuted it with code, and the coder did not answer.",
        "r1 upheld high 0.56: The coder neither refuted nor confirmed it; it counts for less.",
      ]
    `)
  })

  test('a revised claim takes the place of the old one', () => {
    const state = play(2, [
      proposed(propose()),
      challenged([verdict('c1', 'refute', { isGrounded: true })]),
      answered([reply('c1', 'revise', { revised: propose({ line: 20, endLine: 20, title: 'revised' }) })]),
      settled([]),
    ])
    const [claim] = arbitrate(state)
    expect(claim?.claim).toMatchObject({ id: 'c1', line: 20, title: 'revised' })
    expect(claim?.outcome).toBe('upheld')
  })

  test('voices are bounded, and characters stay whole', () => {
    const state = play(2, [proposed(propose({ message: `${'x'.repeat(998)}🧨🧨` }))])
    const [voice] = arbitrate(state)[0]?.voices ?? []
    expect(voice?.text).toBe(`${'x'.repeat(998)}…`)
  })
})

describe('who is silent', () => {
  test('a reviewer that does not answer: the claims stay, surer of themselves than anybody else is', () => {
    const state = play(2, [proposed(propose({ severity: 'critical' })), { kind: 'silent' }])
    expect([nextStep(state), state.ended]).toEqual(['done', 'silent'])
    expect(told(arbitrate(state))).toMatchInlineSnapshot(`
      [
        "c1 upheld high 0.48: The reviewer did not answer, so nobody tried to refute it; it counts for less. High, not critical: critical takes two.",
      ]
    `)
  })

  test('a coder that does not answer: the reviewer speaks alone, and the coder is not asked again', () => {
    const state = play(4, [{ kind: 'silent' }, challenged([], propose())])
    expect([nextStep(state), state.ended]).toEqual(['done', 'silent'])
    expect(told(arbitrate(state))).toMatchInlineSnapshot(`
      [
        "r1 upheld high 0.48: The coder did not answer, so nobody tried to refute it; it counts for less.",
      ]
    `)
  })

  test('stopped in the middle: what was said so far decides', () => {
    const state = play(2, [
      proposed(propose(), propose()),
      challenged([verdict('c1', 'refute', { isGrounded: true }), verdict('c2', 'confirm')]),
      { kind: 'stopped' },
    ])
    expect([nextStep(state), state.ended]).toEqual(['done', 'stopped'])
    expect(told(arbitrate(state))).toMatchInlineSnapshot(`
      [
        "c1 refuted high 0.8: The reviewer refuted it with code, and the coder did not answer.",
        "c2 upheld high 0.9: Both hold it for a defect: the reviewer confirmed it.",
      ]
    `)
  })
})

describe('what is refused, as a value', () => {
  const afterProposal = play(2, [proposed(propose())])
  test.each([
    ['the wrong turn', afterProposal, settled([])],
    ['a claim that nobody made', afterProposal, challenged([verdict('c9', 'confirm')])],
    [
      'two verdicts about one',
      afterProposal,
      challenged([verdict('c1', 'confirm'), verdict('c1', 'refute')]),
    ],
    ['too many claims', beginDialogue(2), proposed(...Array.from({ length: 21 }, () => propose()))],
    ['anything after the end', play(2, [{ kind: 'stopped' }]), proposed()],
    [
      'a revision without a new claim',
      play(2, [proposed(propose()), challenged([verdict('c1', 'refute')])]),
      answered([reply('c1', 'revise')]),
    ],
    [
      'a verdict about a settled claim',
      play(3, [
        proposed(propose(), propose()),
        challenged([verdict('c1', 'refute'), verdict('c2', 'confirm')]),
      ]),
      answered([reply('c2', 'insist')]),
    ],
  ] as const)('%s', (_, state, event) => {
    expect(applyStep(state, event)).toMatchObject({ ok: false, failure: { message: expect.any(String) } })
  })
})

describe('any argument whatsoever', () => {
  const proposal = fc.record({
    claim: fc.record({
      severity: fc.constantFrom('critical', 'high', 'medium', 'low' as const),
      category: fc.constantFrom('security', 'correctness', 'performance', 'maintainability' as const),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    isQuoteThere: fc.boolean(),
  })
  const utterance = fc.record({
    isHeard: fc.boolean(),
    stance: fc.nat(2),
    isGrounded: fc.boolean(),
    severity: fc.constantFrom('critical', 'low', null),
    revised: proposal,
  })
  const turn = fc.record({
    fate: fc.constantFrom('speaks', 'speaks', 'speaks', 'speaks', 'silent', 'stopped'),
    proposals: fc.array(proposal, { maxLength: 4 }),
    utterances: fc.array(utterance, { minLength: 9, maxLength: 9 }),
  })
  type Turn = typeof turn extends fc.Arbitrary<infer Value> ? Value : never

  /** A legal event for whatever the dialogue waits for. */
  function eventFor(state: DialogueState, { fate, proposals, utterances }: Turn): DialogueEvent {
    const step = nextStep(state)
    if (step === 'done') throw new Error('over')
    if (fate === 'silent' || fate === 'stopped') return { kind: fate }
    const claims = proposals.map(({ claim, isQuoteThere }) => propose(claim, isQuoteThere))
    if (step.kind === 'propose') return proposed(...claims)
    const said = (ids: readonly string[]) =>
      ids.flatMap((claim, index) => {
        const one = utterances[index % utterances.length]
        return one?.isHeard ? [{ ...one, claim }] : []
      })
    const verdicts = said(step.judges).map(({ claim, stance, severity, isGrounded }) =>
      verdict(claim, stance === 0 ? 'confirm' : 'refute', { severity, isGrounded }),
    )
    if (step.kind === 'challenge') return challenged(verdicts, ...claims)
    const replies = said(step.answers).map(({ claim, stance, isGrounded, revised }) =>
      stance === 0 && step.kind === 'answer'
        ? reply(claim, 'revise', { revised: propose(revised.claim, revised.isQuoteThere) })
        : reply(claim, stance === 1 ? 'insist' : 'withdraw', { isGrounded }),
    )
    return step.kind === 'answer' ? answered(replies, verdicts) : settled(verdicts, replies)
  }

  test('ends within its rounds; every claim has one outcome by a rule; voices are in order; played again it is the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1, max: 9 }),
        fc.array(turn, { minLength: 8, maxLength: 8 }),
        (rounds, turns) => {
          let state = beginDialogue(rounds)
          const events: DialogueEvent[] = []
          for (const one of turns) {
            if (nextStep(state) === 'done') break
            const event = eventFor(state, one)
            const next = applyStep(JSON.parse(JSON.stringify(state)), JSON.parse(JSON.stringify(event)))
            if (!next.ok) throw new Error(next.failure.message)
            events.push(event)
            state = next.value
          }
          expect(nextStep(state)).toBe('done')
          expect(state.rounds).toBeLessThanOrEqual(roundsMax)
          expect(events.length).toBeLessThanOrEqual(2 * state.rounds)
          expect(play(rounds, events)).toEqual(state)

          const claims = arbitrate(state)
          expect(new Set(claims.map(({ claim }) => claim.id)).size).toBe(state.debates.length)
          for (const { claim, by, voices, outcome, reason } of claims) {
            expect(reason).toMatch(/^[A-Z].*\.$/)
            expect(claim.confidence).toBeGreaterThanOrEqual(0)
            expect(claim.confidence).toBeLessThanOrEqual(1)
            expect(voices[0]).toMatchObject({ speaker: by, stance: 'proposes' })
            const places = voices.map(({ speaker, round }) => round * 2 + (speaker === 'coder' ? 0 : 1))
            expect(places).toEqual([...places].sort((a, b) => a - b))
            expect(new Set(places).size).toBe(places.length)
            if (outcome === 'withdrawn') expect(voices.at(-1)?.stance).toBe('withdraws')
            if (outcome === 'refuted') expect(voices.some(({ stance }) => stance === 'refutes')).toBe(true)
            if (outcome === 'upheld' && claim.severity === 'critical')
              expect(voices.at(-1)?.stance).toBe('confirms')
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('an event that was not asked for changes nothing', () => {
    const state = play(2, [proposed(propose())])
    const before = JSON.stringify(state)
    for (const event of [proposed(), answered([]), settled([]), challenged([verdict('r1', 'confirm')])])
      expect(applyStep(state, event).ok).toBe(false)
    expect(JSON.stringify(state)).toBe(before)
  })
})
