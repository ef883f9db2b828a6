/**
 * The run of this process in the store: that it began, that it lives, how it ended; and the runs of its role that ended
 * without a word, each taken up once by a process that began after it. Counters of restarts and kills go on from there.
 */
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { NewProcessRun, ProcessPulse, ProcessRun, ProcessRuns } from '../../ports/store/process-runs.ts'

export interface RunKeeperParts {
  readonly runs: ProcessRuns
  readonly run: NewProcessRun
  readonly readMemory: () => Omit<ProcessPulse, 'at'>
  /** Whether the process of this machine still runs that had this number and began then. */
  readonly isAlive: (pid: number, startedAt: number) => boolean
  /** A process on another machine that was not seen for so long is gone. */
  readonly silenceMs: number
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

export interface RunKeeper {
  /** To be called at the start, then every few seconds. Never rejects: what could not be written is written next time. */
  pulse(): Promise<void>
  /** The process was asked to end, and did. */
  end(): Promise<void>
}

/** So near its limit when last seen, it ended for want of memory. */
const fullShare = 0.9
/** What a start finds is counted a moment later: a series that begins at its sum shows nobody that it grew. */
const countAfterMs = 20_000
const keptMs = 90 * 86_400_000

interface Sums {
  restarts: number
  oomKills: number
}

export function createRunKeeper(parts: RunKeeperParts): RunKeeper {
  const { runs, run, readMemory, clock, log, meter } = parts
  let own: ProcessRun | null = null
  let groupOomKills = 0
  let isFirst = true
  const found: Sums = { restarts: 0, oomKills: 0 }

  async function begin(): Promise<ProcessRun> {
    const begun = await runs.begin(run)
    if (isFirst) {
      meter.count('autogen_process_restarts_total', {}, begun.restarts)
      meter.count('autogen_process_oom_kills_total', {}, begun.oomKills)
    }
    groupOomKills = readMemory().groupOomKills
    await runs.forgetBefore(clock.now() - keptMs)
    return begun
  }

  /** Children of this process that the kernel killed while it lives. */
  async function countKilledChildren({ id }: ProcessRun, now: number): Promise<void> {
    const more = Math.max(0, now - groupOomKills)
    groupOomKills = now
    if (more === 0) return
    found.oomKills += more
    log.error({ kills: more }, 'killed for want of memory')
    await runs.add(id, { restarts: 0, oomKills: more })
  }

  async function takeUpLost({ id, role, host, startedAt }: ProcessRun): Promise<void> {
    for (const lost of await runs.unended()) {
      if (lost.id === id || lost.role !== role || lost.lastSeenAt > startedAt || !isGone(parts, lost))
        continue
      const ranOut =
        lost.memoryShare > fullShare ||
        (lost.host === host && readMemory().groupOomKills > lost.groupOomKills)
      const ending = ranOut ? 'out-of-memory' : 'killed'
      if (!(await runs.end(lost.id, lost.lastSeenAt, ending))) continue
      const more = { restarts: 1, oomKills: ranOut ? 1 : 0 }
      found.restarts += more.restarts
      found.oomKills += more.oomKills
      await runs.add(id, more)
      const { pid, lastSeenAt } = lost
      log.warn({ ending, of: { host: lost.host, pid }, lastSeen: lastSeenAt }, 'restarted after a loss')
    }
  }

  function showFound(): void {
    if (clock.now() - run.startedAt < countAfterMs) return
    meter.count('autogen_process_restarts_total', {}, found.restarts)
    meter.count('autogen_process_oom_kills_total', {}, found.oomKills)
    found.restarts = 0
    found.oomKills = 0
  }

  return {
    async pulse() {
      try {
        own ??= await begin()
        const memory = readMemory()
        await countKilledChildren(own, memory.groupOomKills)
        await runs.pulse(own.id, { at: clock.now(), ...memory })
        await takeUpLost(own)
      } catch (error) {
        log.warn({ reason: wordsOf(error) }, 'the run of this process could not be written down')
      }
      isFirst = false
      showFound()
    },
    async end() {
      if (own === null) return
      try {
        await runs.end(own.id, clock.now(), 'clean')
      } catch (error) {
        log.warn({ reason: wordsOf(error) }, 'the end of this process could not be written down')
      }
    },
  }
}

function isGone({ run, isAlive, silenceMs, clock }: RunKeeperParts, lost: ProcessRun): boolean {
  if (lost.host === run.host) return lost.pid === run.pid || !isAlive(lost.pid, lost.startedAt)
  return clock.now() - lost.lastSeenAt > silenceMs
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
