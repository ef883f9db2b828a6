/** What a drill is asked for on the command line. */
import { parseArgs } from 'node:util'

export interface DrillOptions {
  /** How much faster the watch's clock runs. */
  readonly speed: number
  /** Minutes of the machine's clock without any fault, before them. */
  readonly calmMinutes: number
  /** Names of faults; empty: all. */
  readonly only: readonly string[]
  readonly isKept: boolean
}

export const drillUsage = `npm run drill -- gameday [--speed N] [--calm MINUTES] [--only FAULT] [--keep]

Plays everything that goes wrong to a service of its own, and says what its watch made of it.
  --speed N       how much faster the watch's clock runs (default 20, 1 to 60)
  --calm MINUTES  of the machine's clock, without a fault, in which nobody may be paged (default 10)
  --only FAULT    plays this one alone; may be given more than once
  --keep          leaves the logs where they are
`

/** Null: it cannot be understood. */
export function readDrillOptions(words: readonly string[]): DrillOptions | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        speed: { type: 'string', default: '20' },
        calm: { type: 'string', default: '10' },
        only: { type: 'string', multiple: true, default: [] },
        keep: { type: 'boolean', default: false },
      },
    })
    const [speed, calmMinutes] = [Number(values.speed), Number(values.calm)]
    const isRight = speed >= 1 && speed <= 60 && calmMinutes >= 0 && calmMinutes <= 120
    if (!isRight || positionals.length !== 1 || positionals[0] !== 'gameday') return null
    return { speed, calmMinutes, only: values.only, isKept: values.keep }
  } catch {
    return null
  }
}
