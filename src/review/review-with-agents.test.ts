import { expect, test } from 'vitest'
import { agentsReport, aRefutedClaim, aWalkthrough } from '../../test/world/report.ts'
import { createRepository } from '../../test/world/repository.ts'
import { createGitSource } from '../adapters/git/git-source.ts'
import { makeScratchFolder } from '../app/scratch-folder.ts'
import { defaultConfig } from '../config/default-config.ts'
import { type Outcome, succeed } from '../domain/outcome.ts'
import type { AgentObservation, Agents, AgentsResult, ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { Analysis } from '../ports/analysis/analysis.ts'
import { type ReviewSettings, runReview } from './run-review.ts'
import { withAnalysedChange } from './with-analysed-change.ts'

const secret = 'hunter2-hunter2'
const before = 'export function pay(cart) {\n  return cart.total\n}\n'
const after = `export function pay(cart) {
  const key = "${secret}"
  eval(cart.code)
  const first = cart.items[0].price
  return first / cart.items.length
}
`

/** Finds `eval` and the secret, wherever they stand. */
const analysis: Analysis = {
  openMask: async () => (text) => text,
  prepare: () => {},
  close: async () => {},
  async analyse(files) {
    return {
      files: files.map(({ path, head }) => ({
        path,
        troubles: [],
        observations: (head ?? '').split('\n').flatMap((text, at) => {
          const found = text.includes('eval(') ? 'eval' : text.includes(secret) ? 'secret' : null
          if (found === null) return []
          return [
            {
              analyser: 'grep',
              rule: found,
              line: at + 1,
              column: 3,
              endLine: at + 1,
              endColumn: 8,
              side: 'RIGHT' as const,
              severity: 'high' as const,
              category: found === 'eval' ? ('security' as const) : ('secret' as const),
              cwe: found === 'eval' ? ['CWE-95'] : [],
              message: found === 'eval' ? 'Runs text as code.' : `Holds ${secret}.`,
              confidence: 0.9,
              defect: found,
              replacement: null,
              secrets: found === 'secret' ? [secret] : [],
            },
          ]
        }),
      })),
      stages: { grep: 1 },
      notes: [],
    }
  },
}

function said(line: number, more: Partial<AgentObservation> = {}): AgentObservation {
  return {
    path: 'pay.js',
    line,
    endLine: line,
    column: 1,
    endColumn: 1,
    side: 'RIGHT',
    rule: 'empty-cart',
    severity: 'medium',
    category: 'correctness',
    cwe: [],
    message: 'An empty cart throws.',
    confidence: 0.8,
    defect: 'empty-cart',
    replacement: null,
    secrets: [],
    voices: [{ speaker: 'coder', round: 1, stance: 'proposes', text: `It has "${secret}" beside it.` }],
    ...more,
  }
}

const nothing: AgentsResult = {
  observations: [],
  dropped: [],
  unread: [],
  notes: [],
  report: agentsReport(),
  stages: { 'agents.models': 7 },
}

const settings: ReviewSettings = {
  refusesPath: () => null,
  wantsLanguage: () => true,
  ...defaultConfig.limits,
  threshold: 'low',
  decideRule: () => null,
  notes: [],
  discussion: { agents: defaultConfig.agents, instructionsFor: () => [] },
}

function aRepository() {
  const repository = createRepository()
  repository.commit('main', { 'pay.js': before, 'other.js': 'a()\n' })
  repository.commit('change', { 'pay.js': after, 'other.js': 'b()\n' }, { from: 'main' })
  return repository
}

async function review(result: Partial<AgentsResult>, own: Partial<ReviewSettings> = {}) {
  const { folder } = aRepository()
  const asked: ChangeToDiscuss[] = []
  const order: string[] = []
  const agents: Agents = {
    prepare: () => void order.push('prepare'),
    readAhead: () => {},
    async discuss(change) {
      order.push('discuss')
      asked.push(change)
      return { ...nothing, ...result }
    },
    close: async () => void order.push('close'),
  }
  const reviewed = await inScratch((source) =>
    runReview<never>(
      { source, analysis, agents, readSettings: async () => succeed({ ...settings, ...own }), now: () => 0 },
      {
        request: { base: 'main', head: { kind: 'ref', ref: 'change' } },
        explains: true,
        signal: new AbortController().signal,
      },
    ),
  )(folder)
  if (!reviewed.ok) throw new Error(JSON.stringify(reviewed.failure))
  return { report: reviewed.value.report, change: asked[0], order }
}

function inScratch<Value>(use: (source: ReturnType<typeof createGitSource>) => Promise<Value>) {
  return async (folder: string): Promise<Value> => {
    const scratch = await makeScratchFolder()
    try {
      return await use(createGitSource({ folder, scratchFolder: scratch.path }))
    } finally {
      await scratch.remove()
    }
  }
}

test('agents hear what analysers found, and what both say is one finding, the analyser’s', async () => {
  const { report, change, order } = await review({
    observations: [
      said(2, { endLine: 4, rule: 'code-injection', category: 'security', cwe: ['CWE-95'], defect: null }),
      said(4),
    ],
  })
  expect(order).toEqual(['prepare', 'discuss', 'close'])
  expect(change?.known.map(({ rule, line }) => `${rule}:${line}`).sort()).toEqual([
    'grep/eval:3',
    'grep/secret:2',
  ])
  expect(
    report.findings.map(({ rule, line, source, alsoReportedBy }) => ({ rule, line, source, alsoReportedBy })),
  ).toEqual([
    { rule: 'grep/secret', line: 2, source: 'analyser', alsoReportedBy: [] },
    { rule: 'grep/eval', line: 3, source: 'analyser', alsoReportedBy: ['agents/code-injection'] },
    { rule: 'agents/empty-cart', line: 4, source: 'agent', alsoReportedBy: [] },
  ])
  expect(report.dropped).toMatchObject([{ reason: 'duplicate', rule: 'agents/code-injection' }])
  expect(report.agents).toEqual(agentsReport())
  expect(report.stats.stages).toMatchObject({ agents: 0, 'agents.models': 7, grep: 1 })
})

test('two agents’ findings on one line are two, unless they name one defect', async () => {
  const { report } = await review({
    observations: [
      said(4),
      said(4, { rule: 'missing-price', defect: 'missing-price', message: 'A price may be missing.' }),
      said(4, { confidence: 0.6, message: 'Nothing is in an empty cart.' }),
    ],
  })
  const own = report.findings.filter(({ source }) => source === 'agent')
  expect(own.map(({ rule }) => rule).sort()).toEqual(['agents/empty-cart', 'agents/missing-price'])
  expect(new Set(own.map(({ id }) => id)).size).toBe(2)
})

test('a defect keeps its name however it is worded and wherever its range ends', async () => {
  const first = await review({ observations: [said(4)] })
  const second = await review({
    observations: [
      said(4, { endLine: 5, rule: 'zero-length', message: 'It fails for no items.', confidence: 0.6 }),
    ],
  })
  const idOf = ({ report }: typeof first) => report.findings.find(({ source }) => source === 'agent')?.id
  expect(idOf(second)).toBe(idOf(first))
  const other = await review({ observations: [said(4, { category: 'security' })] })
  expect(idOf(other)).not.toBe(idOf(first))
})

test('no word of the agents shows a secret of the change', async () => {
  const refuted = aRefutedClaim({ message: secret, detail: secret })
  const walkthrough = { ...aWalkthrough, summary: `It uses ${secret}.` }
  const { report } = await review({
    observations: [said(4, { message: `See ${secret}.` })],
    dropped: [refuted],
    report: agentsReport({ refuted: [refuted], walkthrough }),
  })
  expect(JSON.stringify(report)).not.toContain(secret)
})

test('a suggestion that also holds the unchanged lines around it is cut to the changed ones', async () => {
  const whole = 'export function pay(cart) {\n  const key = env.KEY'
  const { report } = await review({
    observations: [said(1, { endLine: 2, replacement: whole, rule: 'key', defect: 'key' })],
  })
  const own = report.findings.find(({ source }) => source === 'agent')
  expect(own).toMatchObject({ line: 2, endLine: 2, suggestion: { replacement: '  const key = env.KEY' } })
})

test('what the agents did not read is in the coverage, unless they read nothing: that is said once', async () => {
  const unread = [{ path: 'other.js', reason: 'it fitted into no part.' }]
  const read = await review({ unread })
  expect(read.report.coverage.map(({ path, status }) => `${path} ${status}`)).toEqual([
    'other.js partly',
    'pay.js reviewed',
  ])
  const stopped = { kind: 'budget', message: 'the budget is spent.', isPartial: false } as const
  const { report } = await review({ unread, report: agentsReport({ stopped }) })
  expect(report.coverage.map(({ status }) => status)).toEqual(['reviewed', 'reviewed'])
  expect(report.notes).toEqual(['Analysers only: the budget is spent.'])
  const half = await review({ unread, report: agentsReport({ stopped: { ...stopped, isPartial: true } }) })
  expect(half.report.coverage.map(({ status }) => status)).toEqual(['partly', 'reviewed'])
})

test('what is said of files outside of the change is dropped, and rules of agents can be switched off', async () => {
  const { report } = await review(
    { observations: [said(1, { path: '../etc/passwd' }), said(4)] },
    { decideRule: (rule) => (rule.startsWith('agents/') ? 'off' : null) },
  )
  expect(report.dropped?.map(({ reason }) => reason).sort()).toEqual(['outside-change', 'rule-off'])
  expect(report.findings.every(({ source }) => source === 'analyser')).toBe(true)
})

test('where the configuration switches the agents off, nobody asks them', async () => {
  const discussion = { ...settings.discussion, agents: { ...defaultConfig.agents, enabled: false } }
  const { report, order } = await review({}, { discussion })
  expect(order).toEqual(['close'])
  expect(report).not.toHaveProperty('agents')
})

test('a question about a change gets it analysed, and can have a suggestion analysed', async () => {
  const { folder } = aRepository()
  const answered = await inScratch(
    async (source): Promise<Outcome<unknown, unknown>> =>
      withAnalysedChange<never, unknown>(
        { source, analysis, readSettings: async () => succeed(settings), now: () => 0 },
        {
          request: { base: 'main', head: { kind: 'ref', ref: 'change' } },
          signal: new AbortController().signal,
        },
        async ({ files, known, mask, analyseAgain }) => {
          const file = files.find(({ path }) => path === 'pay.js')
          if (file === undefined) return null
          const again = await analyseAgain([{ file, head: 'a\neval(b)\n' }])
          return { known: known.length, again, masked: mask(`a ${secret}`) }
        },
      ),
  )(folder)
  expect(answered).toEqual(
    succeed({ known: 2, again: [[{ rule: 'grep/eval', line: 2 }]], masked: 'a ***************' }),
  )
})
