/**
 * `npm run bench:ingest [-- --seconds N --rounds N]`: what it costs to take in webhooks durably. Our intake, which
 * commits each webhook to disk before it answers, beside Probot with a silent logger and a bare node:http server, which
 * store nothing; in one run, in turns. 50 connections, signed payloads of 21 KB, each with its own GUID. Then each
 * again at half the rate that it reached.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadFigures, LoadRequest } from './ingest/load-generator.ts'
import { ask, type Measured, type ServerProcess, startServer } from './ingest/server-process.ts'

const folder = join(import.meta.dirname, 'ingest')
const connections = 50
const seconds = numberAfter('--seconds') ?? 5
const rounds = numberAfter('--rounds') ?? 3
const warmUpSeconds = 3

const contenders = [
  { name: 'node:http, unchecked', file: 'bare-server.ts', args: ['unchecked'] },
  { name: 'node:http, signature', file: 'bare-server.ts', args: ['hmac'] },
  { name: 'Probot, silent', file: join('probot', 'server.js'), args: [] },
  { name: 'autogen-bot, durable', file: 'own-server.ts', args: [] },
] as const

type Name = (typeof contenders)[number]['name']

interface Run {
  readonly load: LoadFigures
  readonly server: Measured
}

installProbot()
const generator = fork(join(folder, 'load-generator.ts'))
const servers = new Map<Name, ServerProcess>()
const full = new Map<Name, Run[]>()
const half = new Map<Name, Run[]>()
let answered = 0
try {
  for (const { name, file, args } of contenders) {
    const server = await startServer(join(folder, file), args)
    servers.set(name, server)
    await measure(name, server, { seconds: warmUpSeconds, rate: null })
  }
  await inTurns(full, () => null)
  await inTurns(half, (name) => middle(full.get(name) ?? []).load.perSecond / 2)
  const stored = await servers.get('autogen-bot, durable')?.stored()
  process.stdout.write(report(stored ?? 0))
} finally {
  generator.disconnect()
  for (const server of servers.values()) await server.stop()
}

async function inTurns(runs: Map<Name, Run[]>, rateOf: (name: Name) => number | null): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, server] of servers) {
      const run = await measure(name, server, { seconds, rate: rateOf(name) })
      runs.set(name, [...(runs.get(name) ?? []), run])
    }
  }
}

async function measure(
  name: Name,
  server: ServerProcess,
  request: Pick<LoadRequest, 'seconds' | 'rate'>,
): Promise<Run> {
  process.stderr.write(`${name}${request.rate === null ? '' : ` at ${Math.round(request.rate)}/s`}...\n`)
  const { value, figures } = await server.measure(() =>
    load(generator, { ...request, port: server.port, connections }),
  )
  if (name === 'autogen-bot, durable') answered += value.statuses['202'] ?? 0
  return { load: value, server: figures }
}

async function load(child: ChildProcess, request: LoadRequest): Promise<LoadFigures> {
  const answer = (await ask(child, request)) as LoadFigures | { readonly error: string }
  if ('error' in answer) throw new Error(answer.error)
  return answer
}

/** By rate; of runs at a fixed rate, by p99. */
function middle(runs: readonly Run[], by: (run: Run) => number = ({ load }) => load.perSecond): Run {
  const sorted = [...runs].sort((a, b) => by(a) - by(b))
  return sorted[Math.floor(sorted.length / 2)] as Run
}

function report(stored: number): string {
  const rows = (runs: ReadonlyMap<Name, readonly Run[]>, by?: (run: Run) => number) =>
    contenders.map(({ name }) => row(name, runs.get(name) ?? [], by)).join('')
  const head =
    '| server | webhooks/s | p50 ms | p95 ms | p99 ms | max ms | CPU ms each | database CPU ms each | longest pause ms | not 2xx |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n'
  return [
    `${connections} connections, 21 KB, ${rounds} rounds of ${seconds} s in turns; the round in the middle.\n`,
    `As fast as they go:\n\n${head}${rows(full)}`,
    `At half that rate, webhooks due at fixed times, counted from when they were due:\n\n${head}${rows(half, p99)}`,
    `autogen-bot answered ${answered} webhooks with 202 and has ${stored} on disk.\n`,
    `Aims:\n${aims().join('')}`,
  ].join('\n')
}

function p99({ load }: Run): number {
  return load.p99Ms
}

function row(name: Name, runs: readonly Run[], by?: (run: Run) => number): string {
  const { load, server } = middle(runs, by)
  const notGood = runs.reduce((sum, one) => sum + notGoodOf(one.load), 0)
  const cells = [
    load.perSecond.toFixed(0),
    ...[load.p50Ms, load.p95Ms, load.p99Ms, load.maxMs].map((ms) => ms.toFixed(1)),
    (server.cpuMs / load.answers).toFixed(3),
    server.helperCpuMs === 0 ? '-' : (server.helperCpuMs / load.answers).toFixed(3),
    Math.max(...runs.map((one) => one.server.pauseMs)).toFixed(1),
    String(notGood),
  ]
  return `| ${name} | ${cells.join(' | ')} |\n`
}

function notGoodOf({ statuses }: LoadFigures): number {
  return Object.entries(statuses).reduce((sum, [status, count]) => sum + (/^2/.test(status) ? 0 : count), 0)
}

function aims(): readonly string[] {
  const own = middle(full.get('autogen-bot, durable') ?? [])
  const ownHalf = middle(half.get('autogen-bot, durable') ?? [], p99)
  const probot = middle(full.get('Probot, silent') ?? [])
  const pauses = [...(full.get('autogen-bot, durable') ?? []), ...(half.get('autogen-bot, durable') ?? [])]
  const pause = Math.max(...pauses.map(({ server }) => server.pauseMs))
  return [
    aim('at least the rate of Probot', own.load.perSecond >= probot.load.perSecond, own.load.perSecond),
    aim('p99 below 20 ms', own.load.p99Ms < 20, own.load.p99Ms),
    aim('p99 below 10 ms at half the rate', ownHalf.load.p99Ms < 10, ownHalf.load.p99Ms),
    aim('no pause above 50 ms', pause <= 50, pause),
  ]
}

function aim(words: string, isMet: boolean, figure: number): string {
  return `- ${words}: ${isMet ? 'met' : 'missed'} (${figure.toFixed(1)})\n`
}

function installProbot(): void {
  const home = join(folder, 'probot')
  if (existsSync(join(home, 'node_modules', 'probot'))) return
  process.stderr.write('Installing Probot for the comparison...\n')
  const run = spawnSync('npm', ['ci', '--prefix', home], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (run.status !== 0) throw new Error('Probot could not be installed in bench/ingest/probot')
}

function numberAfter(option: string): number | null {
  const at = process.argv.indexOf(option)
  const number = Number(at === -1 ? Number.NaN : process.argv[at + 1])
  return Number.isFinite(number) && number > 0 ? number : null
}
