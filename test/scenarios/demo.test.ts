/** The demo is the first thing that anybody runs: it tells its whole story, and leaves nothing behind. */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createTimeline } from '../../scripts/demo/timeline.ts'

const program = join(import.meta.dirname, '..', '..', 'scripts', 'demo.ts')
const runMsMax = 120_000

interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function runDemo(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGTERM'))
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

test(
  'it reviews, compares, answers, shows its figures and goes',
  async () => {
    const { code, out, err } = await runDemo(['--once'])
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(out).toContain('the language model is scripted')
    const told = [
      /webhook pull_request opened: stored and answered with 202/,
      /the review is published: 20 open comments on lines, check autogen-bot: failure/,
      /orders\.py:7 +high +The SQL text given to execute\(\)/,
      /summary \(1 comment\): 20 findings/,
      /two agents argued about orders\.py:15; the finding was upheld and published/,
      /coder +proposes: [\s\S]*?reviewer +refutes: [\s\S]*?coder +insists: [\s\S]*?outcome +upheld/,
      /argued about basket\.ts:18 as well; that one was refuted, and not published/,
      /reviewer +refutes: Decimal [\s\S]*?coder +withdraws: [\s\S]*?outcome +refuted\. The coder withdrew it\./,
      /webhook pull_request synchronize: stored and answered with 202/,
      /the new head is reviewed: 9 open comments on lines/,
      /11 conversations resolved, 0 new, 0 repeated/,
      /asks: \/autogen status/,
      /the bot answers\n.*head: [0-9a-f]{12}/,
      /what it was measured by: autogen-bot kpi/,
      /indicator +value +target +verdict/,
      /Uptime +100 % +≥ 99\.9 % +met/,
      /Request success +100 % +> 99\.5 % +met/,
      // Seen from its last two figures: what was counted in between shows, in histograms too.
      /Response time p95 +[0-9.]+ m?s +< 2 s /,
      /MTTR, 30 days +≤ 15 min +no data/,
      /Network out +[0-9.]+ \S+ +-/,
      /\d+ targets/,
      /MTTR, 30 days: There was no P1 or P2 incident/,
      /nothing is left behind/,
    ]
    const places = told.map((pattern) => out.search(pattern))
    expect(places, out).not.toContain(-1)
    expect(places, 'in the order of the story').toEqual(places.toSorted((left, right) => left - right))
    const folder = /^.*(autogen-bot-demo-data-\w+)/m.exec(out)?.[1] ?? 'none'
    expect(readdirSync(tmpdir())).not.toContain(folder)
  },
  runMsMax,
)

test(
  'it says what the service said when it does not come up',
  async () => {
    // No git on this path: neither the simulated GitHub nor the bot can go far.
    const { code, err } = await runDemo(['--once'], { PATH: '/nonexistent' })
    expect(code).toBe(1)
    expect(err).toContain('The demo came to a halt')
  },
  runMsMax,
)

test.each([
  [80, 80],
  [20, 60],
  [500, 120],
  [undefined, 110],
])('a terminal of %s columns is given lines of at most %s', (columns, widest) => {
  const written: string[] = []
  const timeline = createTimeline({ write: (text) => void written.push(text), columns })
  timeline.tell(`something happened${' and went on'.repeat(20)}`, [
    { row: 'a row that is long '.repeat(10) },
    'A sentence has room. '.repeat(9).trim(),
    { lead: 'reviewer', words: 'refutes: the line does what it should. '.repeat(8).trim() },
  ])
  const told = written.join('')
  expect(Math.max(...told.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(widest)
  expect(told).toMatch(/^ +\d+\.\d s {2}something happened/)
  expect(told.match(/…\n/g)).toHaveLength(1)
  expect(told.match(/sentence/g)).toHaveLength(9)
  expect(told.match(/refutes:/g)).toHaveLength(8)
  expect(told.match(/reviewer/g)).toHaveLength(1)
})
