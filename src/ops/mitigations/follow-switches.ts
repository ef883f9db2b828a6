/**
 * How a process knows what is switched: it looks every two seconds and tells who has to obey. While the store is away
 * the last that was known holds, because an outage must not take a pause back.
 */
import { allOff, type Switches } from '../../domain/operations/switches.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Settings } from '../../ports/store/settings.ts'
import { inForce, readStoredSwitches, switchesSetting } from './stored-switches.ts'

export interface SwitchFollower {
  /** As of the last look. */
  current(): Switches
  /** Looks now; tells `obey` when something is other than it was. Never rejects. */
  look(): Promise<void>
}

export interface SwitchFollowerParts {
  readonly settings: Settings
  readonly clock: Clock
  readonly log: Log
  /** Called at the first look, and whenever something changed. */
  readonly obey: (switches: Switches) => void
}

export function followSwitches({ settings, clock, log, obey }: SwitchFollowerParts): SwitchFollower {
  let known = allOff
  let obeyed: string | null = null
  let isAway = false

  async function read(): Promise<void> {
    try {
      known = readStoredSwitches(await settings.read(switchesSetting)).switches
      isAway = false
    } catch (error) {
      if (!isAway) log.warn({ reason: String(error) }, 'switches cannot be read, the last known hold')
      isAway = true
    }
  }

  return {
    current: () => inForce(known, clock.now()),
    async look() {
      await read()
      const now = inForce(known, clock.now())
      const text = JSON.stringify(now)
      if (text === obeyed) return
      obeyed = text
      obey(now)
    },
  }
}
