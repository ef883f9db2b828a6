/** The last time that somebody tried a restore, as they wrote it down: the monthly report asks for one when it is long ago. */
import { z } from 'zod'
import type { Actor } from '../../domain/actor/actor.ts'
import { printable } from '../../domain/text/printable.ts'
import type { RestoreDrillFact } from '../../ops/maintenance/facts.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Settings } from '../../ports/store/settings.ts'
import type { Store } from '../../ports/store/store.ts'
import { watchClock } from './watch/watch-clock.ts'

const setting = 'restore-drill'
export const drillWordsMax = 400

const Stored = z.object({ at: z.number(), hasPassed: z.boolean(), words: z.string().default('') })

export interface RestoreDrillReport {
  readonly hasPassed: boolean
  /** What was restored, and what came of it. */
  readonly words: string
  readonly actor: Actor
}

/** Null: there has never been one, or what is written down is none. */
export async function readRestoreDrill(
  settings: Pick<Settings, 'read'>,
  now: number,
): Promise<RestoreDrillFact | null> {
  const stored = Stored.safeParse(await settings.read(setting))
  return stored.success && stored.data.at <= now ? stored.data : null
}

export async function recordRestoreDrill(
  { store }: { readonly store: Pick<Store, 'settings' | 'journal'> },
  { hasPassed, words: said, actor }: RestoreDrillReport,
  clock: Clock = watchClock(),
): Promise<RestoreDrillFact> {
  const at = clock.now()
  const words = printable(said.trim()).slice(0, drillWordsMax)
  const action = 'maintenance.restore-drill'
  const detail = { hasPassed, words }
  await store.journal.append({ at, actor, action, subject: 'maintenance monthly', incident: null, detail })
  await store.settings.write(setting, { at, hasPassed, words })
  return { at, hasPassed, words }
}
