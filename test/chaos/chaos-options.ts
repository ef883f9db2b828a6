/** What a run is asked for on its command line. */
import { parseArgs } from 'node:util'

export interface ChaosOptions {
  readonly seed: number
  readonly events: number
  readonly repositories: number
  readonly kills: number
  readonly queue: 'redis' | 'postgres'
  /** Between two events; the kills are spread over the same time. */
  readonly eventEveryMs: number
  /** After the last event, for everything to come to rest. */
  readonly quietMsMax: number
  /** Also when all went well. */
  readonly keepsLogs: boolean
}

export const defaultChaosOptions: ChaosOptions = {
  seed: 1,
  events: 300,
  repositories: 30,
  kills: 60,
  queue: 'redis',
  eventEveryMs: 900,
  quietMsMax: 300_000,
  keepsLogs: false,
}

export const chaosUsage = `npm run chaos -- [--seed N] [--events ${defaultChaosOptions.events}] [--repositories ${defaultChaosOptions.repositories}] [--kills ${defaultChaosOptions.kills}] [--queue redis|postgres] [--every MS] [--keep]
`

/** @returns null when the words are wrong */
export function readChaosOptions(words: readonly string[], seed: number): ChaosOptions | null {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        seed: text,
        events: text,
        repositories: text,
        kills: text,
        queue: text,
        every: text,
        keep: { type: 'boolean' },
      },
    })
    const { queue = 'redis' } = values
    const options = {
      ...defaultChaosOptions,
      seed: whole(values.seed, seed),
      events: whole(values.events, defaultChaosOptions.events),
      repositories: whole(values.repositories, defaultChaosOptions.repositories),
      kills: whole(values.kills, defaultChaosOptions.kills),
      eventEveryMs: whole(values.every, defaultChaosOptions.eventEveryMs),
      keepsLogs: values.keep === true,
    }
    if (queue !== 'redis' && queue !== 'postgres') return null
    return Object.values(options).includes(Number.NaN) ? null : { ...options, queue }
  } catch {
    return null
  }
}

function whole(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
}
