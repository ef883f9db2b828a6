import { describe, expect, test } from 'vitest'
import { aFinding, aReport, aWalkthrough } from '../../test/world/report.ts'
import { createReviewMemory } from '../adapters/memory/review-memory.ts'
import type { CommentRef, Job } from '../domain/job/job.ts'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import type { AgentAnswer, AgentQuestion, QuestionFailure } from '../ports/agents/questions.ts'
import type { CodeHost } from '../ports/code-host/code-host.ts'
import { silentLog } from '../ports/log/silent-log.ts'
import { aComment, aHead, aPullRequest, aThread } from '../publish/fixtures/pull-request.ts'
import { createRememberingHost } from '../publish/fixtures/remembering-host.ts'
import { type AnswerParts, answerComment } from './answer-comment.ts'
import { answersPerPullRequestMax, answersPerThreadMax } from './ask-agents.ts'

const words: AgentAnswer = {
  kind: 'words',
  blocks: [
    { kind: 'prose', text: 'No: an empty cart gives `NaN`.\n- @octocat\n- see <img src=x>', language: '' },
    { kind: 'code', text: 'return 0 // ```', language: 'js' },
  ],
  cited: { places: [{ path: 'src/cart.ts', side: 'RIGHT', line: 3, endLine: 4 }], notFound: 0 },
}
const ownThread = aThread()
const first = ownThread.comments[0]?.id ?? 0

interface How {
  readonly answer?: Outcome<AgentAnswer, QuestionFailure>
  readonly hasAgents?: boolean
  readonly permission?: 'write' | 'read'
}

async function world({ answer = succeed(words), hasAgents = true, permission = 'write' }: How = {}) {
  const remembering = createRememberingHost(aHead('b'))
  const reviews = createReviewMemory()
  await reviews.record(aPullRequest, {
    head: aHead('b'),
    base: aHead('a'),
    result: 'published',
    note: '',
    conclusion: 'neutral',
    report: aReport([aFinding()]),
    finishedAt: 0,
    latencySeconds: null,
  })
  const asked: AgentQuestion[] = []
  const { pulls, conversations, state } = remembering
  const host = {
    pulls,
    conversations,
    people: { permission: async () => succeed(permission) },
  } as unknown as CodeHost
  const questions: AnswerParts['questions'] = {
    async answer(_, question) {
      asked.push(question)
      return answer
    },
  }
  const parts = {
    host,
    store: { reviews },
    questions: hasAgents ? questions : null,
    botName: 'autogen-bot',
    now: () => 0,
    chance: () => 0,
  } as unknown as AnswerParts

  async function say(text: string, more: Partial<CommentRef> = {}) {
    const comment: CommentRef = { kind: 'issue', id: 900, author: 'ann', text, inReplyTo: null, ...more }
    const result = await answerComment(
      parts,
      { kind: 'answer', pullRequest: aPullRequest, comment },
      {
        job: {} as Job,
        signal: new AbortController().signal,
        isOurs: () => true,
        isLastTry: false,
        log: silentLog,
      },
    )
    return result.kind === 'done' ? result.note : result.kind
  }

  const reply = (text: string, more: Partial<CommentRef> = {}) =>
    say(text, { kind: 'review', inReplyTo: first, ...more })
  return { say, reply, asked, state }
}

describe('a question to the agents', () => {
  test('is answered below the pull request, once', async () => {
    const { say, asked, state } = await world()
    expect(await say('/autogen ask Is `total` safe?\n```\nx\n```')).toBe('Answered ask.')
    expect(await say('/autogen ask Is `total` safe?\n```\nx\n```')).toBe('The comment is answered already.')
    expect(asked).toMatchObject([{ kind: 'ask', text: 'Is `total` safe?\n```\nx\n```', thread: null }])
    expect(state.comments.map(({ body }) => body)).toMatchInlineSnapshot(`
      [
        "<!-- autogen-bot:answer issue/900 -->
      <!-- autogen-bot:agents ask -->

      No: an empty cart gives \`NaN\`.
      - \`@octocat\`
      - see &#60;img src=x&#62;

      \`\`\`\`js
      return 0 // \`\`\`
      \`\`\`\`

      It rests on \`src/cart.ts:3-4\`.",
      ]
    `)
  })

  test('in a thread knows what the thread is about', async () => {
    const { reply, asked, state } = await world()
    const mine = aComment('Why?', { id: 901, isOurs: false, author: 'ann' })
    state.threads = [{ ...ownThread, comments: [...ownThread.comments, mine] }]
    await reply('/autogen ask why?', { id: 901 })
    expect(asked[0]?.thread).toMatchObject({
      path: 'src/cart.ts',
      line: 3,
      finding: { rule: 'oxlint/no-debugger' },
      said: [{ isOurs: true }],
    })
    expect(state.threads[0]?.comments).toHaveLength(3)
  })

  test.each(['describe', 'improve', 'tests'] as const)('%s needs no words', async (kind) => {
    const { say, asked } = await world()
    await say(`/autogen ${kind}`)
    expect(asked).toMatchObject([{ kind, text: '' }])
  })

  test('a description and improvements are told', async () => {
    const described = await world({ answer: succeed({ kind: 'description', walkthrough: aWalkthrough }) })
    await described.say('/autogen describe')
    expect(described.state.comments[0]?.body).toMatchInlineSnapshot(`
      "<!-- autogen-bot:answer issue/900 -->
      <!-- autogen-bot:agents describe -->

      Totals are computed from the lines of the cart. The cache is asked first.

      - \`src/cart.ts\`: Adds \`total\`, which sums the lines.

      Risk: **medium**, about 12 minutes to review.
      - Money is computed here.

      Tests that are missing:
      - \`src/cart.ts\`: An empty cart costs nothing.

      \`\`\`mermaid
      flowchart LR
        n0["src/cart.ts"] -->|price| n1["src/prices.ts"]
      \`\`\`"
    `)
    const improvements = [
      {
        path: 'src/cart.ts',
        line: 3,
        endLine: 4,
        severity: 'low' as const,
        message: 'One pass is enough.',
        replacement: 'sum()',
      },
    ]
    const improved = await world({ answer: succeed({ kind: 'improvements', improvements }) })
    await improved.say('/autogen improve')
    expect(improved.state.comments[0]?.body).toMatchInlineSnapshot(`
      "<!-- autogen-bot:answer issue/900 -->
      <!-- autogen-bot:agents improve -->

      \`src/cart.ts:3-4\`: One pass is enough.

      \`\`\`
      sum()
      \`\`\`"
    `)
  })

  test.each<[string, How, string]>([
    ['no agents', { hasAgents: false }, 'This service has no agents.'],
    [
      'a spent budget',
      { answer: fail({ kind: 'not-answered', message: 'The budget of the day is spent.' }) },
      'The budget of the day is spent.',
    ],
    [
      'a configuration with errors',
      { answer: fail({ kind: 'bad-config', problems: ['line 3: `agnets` is no key'] }) },
      'agnets',
    ],
  ])('%s is said in words', async (_, how, message) => {
    const { say, state } = await world(how)
    expect(await say('/autogen ask why?')).toBe('Answered ask.')
    expect(state.comments[0]?.body).toContain(message)
  })

  test('is for people who may ask', async () => {
    const { say, asked, state } = await world({ permission: 'read' })
    expect(await say('/autogen ask why?', { author: 'stranger' })).toMatch(/may not ask/)
    expect(await say('/autogen ask why?', { author: 'ada', id: 902 })).toBe('Answered ask.')
    expect(asked).toHaveLength(1)
    expect(state.comments).toHaveLength(1)
  })

  test('is bounded on a pull request, whatever the budgets say', async () => {
    const { say, asked, state } = await world()
    state.comments.push(
      ...Array.from({ length: answersPerPullRequestMax }, (_, at) => ({
        id: 2_000 + at,
        body: `<!-- autogen-bot:answer issue/${at} -->\n<!-- autogen-bot:agents ask -->\n\nwords`,
      })),
    )
    await say('/autogen ask why?')
    expect(asked).toHaveLength(0)
    expect(state.comments.at(-1)?.body).toContain(`answered ${answersPerPullRequestMax} times`)
  })
})

describe('a reply in a thread of ours', () => {
  test('that asks or contradicts is answered there', async () => {
    const { reply, asked, state } = await world()
    state.threads = [ownThread]
    expect(await reply('I do not see why? The caller checks it.')).toBe('Answered reply.')
    expect(asked).toMatchObject([{ kind: 'reply', thread: { path: 'src/cart.ts' } }])
    expect(state.threads[0]?.comments.at(-1)?.body).toContain('<!-- autogen-bot:agents reply -->')
    expect(await reply('I do not see why? The caller checks it.')).toBe('The comment is answered already.')
  })

  test.each<[string, string, Partial<CommentRef>, How]>([
    ['that thanks', 'Done, thanks.', {}, {}],
    ['to somebody else', '@bob what do you think?', {}, {}],
    ['of a bot', 'Why?', { author: 'other[bot]' }, {}],
    ['of somebody who may not ask', 'Why?', { author: 'stranger' }, { permission: 'read' }],
    ['in a thread of people', 'Why?', { inReplyTo: 77 }, {}],
    ['where there are no agents', 'Why?', {}, { hasAgents: false }],
    ['that nobody can answer', 'Why?', {}, { answer: fail({ kind: 'not-answered', message: 'x' }) }],
  ])('%s is met with silence', async (_, text, more, how) => {
    const { reply, state } = await world(how)
    const others = aThread({
      id: 'T2',
      comments: [aComment('words', { id: 77, isOurs: false, author: 'bob' })],
    })
    state.threads = [ownThread, others]
    expect(await reply(text, more)).not.toMatch(/^Answered/)
    expect(state.threads).toEqual([ownThread, others])
  })

  test('is not answered for ever', async () => {
    const { reply, asked, state } = await world()
    const answers = Array.from({ length: answersPerThreadMax }, (_, at) =>
      aComment(`<!-- autogen-bot:answer review/${at} -->\n<!-- autogen-bot:agents reply -->\n\nno`, {
        id: 300 + at,
      }),
    )
    state.threads = [{ ...ownThread, comments: [...ownThread.comments, ...answers] }]
    expect(await reply('But why?')).toMatch(/leave it to people/)
    expect(asked).toHaveLength(0)
  })
})
