/** The demo is the first thing that anybody runs: it tells its whole story, and leaves nothing behind. */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

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
      /the review is published: 19 open comments on lines, check autogen-bot: failure/,
      /orders\.py:7 +high +The SQL text given to execute\(\)/,
      /summary \(1 comment\): 19 findings/,
      /two agents argued; a finding that was upheld, at basket\.ts:14/,
      /coder proposes: .*\n.*reviewer confirms: .*\n.*outcome: upheld/,
      /not published, because it was refuted/,
      /coder proposes: .*\n.*reviewer refutes: .*\n.*coder withdraws: /,
      /webhook pull_request synchronize: stored and answered with 202/,
      /the new head is reviewed: 9 open comments on lines/,
      /10 conversations resolved, 0 new, 0 repeated/,
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
