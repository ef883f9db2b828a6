/**
 * `npm run bench:watching [-- --seconds N --rounds N]`: what it costs to watch. The service as `serve` starts it, a
 * process that takes webhooks in and one that leads, with everything of the watch on (samples and alerts
 * beside the probe and the looks at dependencies) and with `AUTOGEN_WATCH=off`; in turns, in one run.
 */
import { fork } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServiceProcess } from '../test/world/service-process.ts'
import type { LoadFigures, LoadRequest } from './ingest/load-generator.ts'
import { appId, webhookSecret } from './ingest/prepared-bodies.ts'
import { privateKey } from './ingest/private-key.ts'
import { ask } from './ingest/server-process.ts'

const connections = 50
const seconds = numberAfter('--seconds') ?? 10
const rounds = numberAfter('--rounds') ?? 5
const warmUpSeconds = 3
const ways = ['on', 'off'] as const
type Way = (typeof ways)[number]

interface Service {
  readonly port: number
  stop(): Promise<void>
}

const generator = fork(join(import.meta.dirname, 'ingest', 'load-generator.ts'))
const services = new Map<Way, Service>()
const rates: Record<Way, number[]> = { on: [], off: [] }
const p99s: Record<Way, number[]> = { on: [], off: [] }
try {
  for (const way of ways) {
    const service = await startService(way)
    services.set(way, service)
    await load(service, warmUpSeconds)
  }
  for (let round = 0; round < rounds; round += 1) {
    // Whoever comes second meets a warmer machine: the order changes.
    for (const way of round % 2 === 0 ? ways : ([...ways].reverse() as Way[])) {
      process.stderr.write(`round ${round + 1} of ${rounds}, watch ${way}...\n`)
      const figures = await load(services.get(way) as Service, seconds)
      rates[way].push(figures.perSecond)
      p99s[way].push(figures.p99Ms)
    }
  }
  process.stdout.write(report())
} finally {
  generator.disconnect()
  for (const service of services.values()) await service.stop()
}

async function startService(way: Way): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-bench-watching-'))
  // Started by root, the database runs as somebody else, who has to get in.
  chmodSync(folder, 0o711)
  const env = {
    PATH: process.env.PATH ?? '',
    AUTOGEN_DATA_FOLDER: join(folder, 'data'),
    AUTOGEN_HTTP_PORT: '0',
    AUTOGEN_METRICS_PORT: '0',
    AUTOGEN_APP_ID: String(appId),
    AUTOGEN_APP_PRIVATE_KEY: privateKey(),
    AUTOGEN_WEBHOOK_SECRET: webhookSecret,
    // Nobody answers there, which is all that the intake needs.
    AUTOGEN_GITHUB_API_URL: 'http://127.0.0.1:9',
    AUTOGEN_WATCH: way,
  }
  const web = startServiceProcess(['--role', 'web'], env)
  const { url } = await web.line(({ msg }) => msg === 'listening')
  const leader = startServiceProcess(['--role', 'leader'], env)
  await leader.line(({ msg }) => msg === 'listening')
  return {
    port: Number(new URL(String(url)).port),
    async stop() {
      for (const one of [leader, web]) {
        one.signal('SIGTERM')
        await one.ended()
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function load({ port }: Service, lastsSeconds: number): Promise<LoadFigures> {
  const request: LoadRequest = { port, connections, seconds: lastsSeconds, rate: null }
  const answer = (await ask(generator, request)) as LoadFigures | { readonly error: string }
  if ('error' in answer) throw new Error(answer.error)
  return answer
}

function report(): string {
  const ratios = rates.on.map((rate, round) => rate / (rates.off[round] as number)).sort((a, b) => a - b)
  const ratio = ratios[Math.floor(ratios.length / 2)] as number
  const line = (way: Way) =>
    `watch ${way.padEnd(3)}  ${middle(rates[way]).toFixed(0)} webhooks/s, p99 ${middle(p99s[way]).toFixed(1)} ms\n`
  return `${connections} connections, ${rounds} rounds of ${seconds} s in turns; the round in the middle.
${line('on')}${line('off')}on / off, round by round: ${ratios.map((one) => one.toFixed(3)).join(', ')}; middle ${ratio.toFixed(3)}
aim, at least 0.95: ${ratio >= 0.95 ? 'met' : 'missed'}
`
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

function numberAfter(option: string): number | null {
  const at = process.argv.indexOf(option)
  const number = Number(at === -1 ? Number.NaN : process.argv[at + 1])
  return Number.isFinite(number) && number > 0 ? number : null
}
