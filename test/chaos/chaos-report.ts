/** What a run came to, for people. */
import type { ChaosOptions } from './chaos-options.ts'
import type { RecoveryTimes } from './recovery.ts'

type Counts = ReadonlyMap<string, number>

export interface ChaosReport {
  readonly options: ChaosOptions
  /** With the logs, when something was wrong. */
  readonly folder: string
  /** Sentences; empty when all promises were kept. */
  readonly wrong: readonly string[]
  readonly events: Counts
  readonly pulls: { readonly all: number; readonly open: number }
  readonly kills: Counts
  /** Ends of processes that nobody asked for, by process. */
  readonly ownEnds: Counts
  readonly faults: Counts
  readonly published: { readonly reviews: number; readonly threads: number; readonly checkRuns: number }
  readonly deliveries: {
    readonly sent: number
    readonly accepted: number
    readonly refused: number
    readonly redelivered: number
  }
  readonly requests: number
  readonly outcomes: Counts
  readonly broughtBack: Counts
  readonly recoveryTimes: ReadonlyMap<string, RecoveryTimes>
  readonly leftovers: { readonly left: number; readonly longestMs: number; readonly folders: number }
  readonly stormMs: number
  readonly quietMs: number
  readonly durationMs: number
}

export function renderChaosReport(report: ChaosReport): string {
  const { options, pulls, published, deliveries, leftovers, wrong } = report
  const lines = [
    `seed ${options.seed}, queue in ${options.queue === 'redis' ? 'Redis' : 'PostgreSQL'}, ${options.repositories} repositories`,
    `events           ${total(report.events)}: ${list(report.events)}`,
    `pull requests    ${pulls.all}, ${pulls.open} open at the end`,
    `kills            ${total(report.kills)}: ${list(report.kills)}`,
    `ended unasked    ${list(report.ownEnds) || 'none'}`,
    `faults hit       ${total(report.faults)} in ${report.requests} requests: ${list(report.faults)}`,
    `webhooks         ${deliveries.sent} sent, ${deliveries.accepted} answers 202, ${deliveries.refused} failed, ${deliveries.redelivered} redeliveries`,
    `tries at jobs    ${list(report.outcomes)}`,
    `published        ${published.reviews} reviews, ${published.threads} threads, ${published.checkRuns} check runs`,
    `brought back     ${list(report.broughtBack) || 'nothing'}`,
    `left by killed   ${leftovers.left} processes, the last of a kill gone within ${seconds(leftovers.longestMs)}; ${leftovers.folders} temporary folders`,
    'recovery',
    ...[...report.recoveryTimes].map(
      ([name, { count, p50Ms, maxMs }]) =>
        `  ${name.padEnd(28)} p50 ${seconds(p50Ms)}, max ${seconds(maxMs)} (${count})`,
    ),
    `duration         ${seconds(report.durationMs)}: ${seconds(report.stormMs)} of storm, quiet ${seconds(report.quietMs)} after it`,
    '',
    ...(wrong.length === 0
      ? ['passed: one review for every open head, nothing twice, nothing left']
      : [`FAILED: ${wrong.length} promises broken`, ...wrong.map((sentence) => `  ${sentence}`)]),
    ...(wrong.length > 0 || options.keepsLogs ? [`logs: ${report.folder}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

function total(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function list(counts: Counts): string {
  return [...counts]
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
