/** The turns in Redis. All keys carry the hash tag of the queue, so that a Cluster keeps them together. */
import type { JobId } from '../../../domain/job/job-id.ts'
import { urgencyOf } from '../../../domain/job/lane.ts'
import type { QueueCounts } from '../../../ports/queue/queue.ts'
import { entryIdOf, jobOfEntryId } from '../entry-id.ts'
import { byLane, lanesCount, type TurnRequest, type Turns, type Woken } from '../turns.ts'
import type { RedisClient } from './redis-client.ts'
import { runScript } from './run-script.ts'
import { countsScript, knownScript, planScript, wakeScript } from './turns-script.ts'

/** @param prefix of the queue's keys, e.g. `{autogen}:jobs` */
export function createRedisTurns(client: RedisClient, prefix: string): Turns {
  const keys = ['prioritized', 'delayed', 'marker', 'meta', 'pc', 'turns'].map((key) => `${prefix}:${key}`)
  return {
    plan: async (requests, now) =>
      (await runScript(client, planScript, keys, [now, ...requests.flatMap(argumentsOf)])) as number[],
    wake: async (now, max) => wokenOf((await runScript(client, wakeScript, keys, [now, max])) as WakeAnswer),
    known: async (jobs) => {
      const ids = (await runScript(client, knownScript, keys, jobs.map(entryIdOf))) as string[]
      return new Set(ids.map(jobOfEntryId).filter((job): job is JobId => job !== null))
    },
    counts: async (now) => {
      const lists = [`${prefix}:wait`, `${prefix}:active`]
      const answer = await runScript(client, countsScript, [...keys, ...lists], [])
      return countsOf(answer as (number | string)[], now)
    },
  }
}

type WakeAnswer = readonly [number, string]

function argumentsOf({ job, lane, installation, due }: TurnRequest): readonly (string | number)[] {
  return [entryIdOf(job), urgencyOf(lane), installation, due ?? '']
}

function wokenOf([count, nextDue]: WakeAnswer): Woken {
  return { count, nextDue: nextDue === '' ? null : Number(nextDue) }
}

function countsOf(answer: readonly (number | string)[], now: number): QueueCounts {
  const waitingOfLane = answer.slice(0, lanesCount).map(Number)
  const [parked, active, isPaused, oldest] = answer.slice(lanesCount)
  return {
    waiting: waitingOfLane.reduce((sum, count) => sum + count, 0),
    waitingByLane: byLane(waitingOfLane),
    parked: Number(parked),
    active: Number(active),
    isPaused: isPaused === 1,
    oldestWaitingMs: oldest === '' || oldest === undefined ? null : Math.max(0, now - Number(oldest)),
  }
}
