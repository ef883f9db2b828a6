/** What went wrong with Redis, and what to do about it. */
import type { QueueFailure } from '../../../ports/queue/queue.ts'

/** Thrown by ourselves instead of sending a command to a server that is away. */
export class RedisAway extends Error {}

export function redisFailureOf(error: unknown, description: string): QueueFailure {
  const reason = error instanceof Error ? error.message : String(error)
  if (/^(?:NOAUTH|WRONGPASS|NOPERM)|invalid (?:username-)?password/i.test(reason)) {
    return {
      kind: 'refused',
      message: `${description} refused the user, its password or the command.`,
      remedy:
        'Correct the user and password in REDIS_URL; the user needs ~* &* +@all, or the keys of the queue.',
    }
  }
  if (/^(?:OOM|MISCONF|READONLY|LOADING|CLUSTERDOWN)/.test(reason)) {
    return {
      kind: 'refused',
      message: `${description} does not take writes: ${firstSentence(reason)}.`,
      remedy: remedyOf(reason),
    }
  }
  return {
    kind: 'unreachable',
    message: `${description} cannot be reached (${firstSentence(reason)}).`,
    remedy: 'Start it or correct REDIS_URL; nothing is lost meanwhile, jobs wait in the store.',
  }
}

function remedyOf(reason: string): string {
  if (reason.startsWith('OOM')) return 'Raise maxmemory; the queue itself needs about 1 KiB a waiting job.'
  if (reason.startsWith('MISCONF')) return 'Make room on its disk: Redis stops writing when it cannot save.'
  return 'Wait until it is the master again and has loaded its data.'
}

/** Of a server's answer or a system error: short, on one line. */
function firstSentence(reason: string): string {
  return (reason.split(/[\r\n]|\. /)[0] ?? '').slice(0, 200).replace(/\.$/, '')
}
