/**
 * The journal looked at regularly: each time what is new, and a stretch of what is old, so that in time every entry is
 * looked at again and again. A broken chain is a security event (R20), told again each hour for as long as it is broken.
 */
import { z } from 'zod'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Log } from '../../ports/log/log.ts'
import type { SecurityJournal } from '../../ports/security/security-journal.ts'
import type { Journal } from '../../ports/store/journal.ts'
import type { Settings } from '../../ports/store/settings.ts'
import { type ChainBreak, type ChainPlace, chainBeginning, verifyChain, verifyPlace } from './verify-chain.ts'

export interface ChainWatchParts {
  readonly journal: Pick<Journal, 'read'>
  readonly settings: Settings
  readonly security: SecurityJournal
  readonly clock: Clock
  readonly log: Log
}

export const chainSetting = 'journal-verified'

const newEntriesMax = 5_000
const oldEntriesMax = 2_000
const tellAgainMs = 3_600_000

const Place = z.object({ sequence: z.number(), hash: z.string() })
const Verified = z.object({
  /** Up to here it was good. */
  head: Place,
  /** How far the second look at old entries is. */
  again: Place,
  /** When a break was told, milliseconds since the epoch. */
  toldAt: z.number().nullable(),
})

export async function watchChain(parts: ChainWatchParts): Promise<ChainBreak | null> {
  const { journal, settings, clock } = parts
  const read = Verified.safeParse(await settings.read(chainSetting))
  const { head, again, toldAt } = read.success
    ? read.data
    : { head: chainBeginning, again: chainBeginning, toldAt: null }
  const gone = await verifyPlace(journal, head)
  const fresh = gone === null ? await verifyChain(journal, head, newEntriesMax) : null
  const old = await lookAgain(journal, again, head)
  const broken = gone ?? fresh?.broken ?? old.broken
  const now = clock.now()
  const isToTell = broken !== null && (toldAt === null || now - toldAt >= tellAgainMs)
  if (broken !== null && isToTell) tellBrokenChain(parts, broken)
  await settings.write(chainSetting, {
    head: fresh?.place ?? head,
    again: old.place,
    toldAt: broken === null ? null : isToTell ? now : toldAt,
  } satisfies z.infer<typeof Verified>)
  return broken
}

/** Also for whoever finds out in another way, e.g. by `audit verify`. */
export function tellBrokenChain(
  { security, log }: Pick<ChainWatchParts, 'security' | 'log'>,
  { sequence, reason }: ChainBreak,
): void {
  log.error({ sequence, reason }, 'the journal was tampered with')
  security.record({
    kind: 'audit-chain-broken',
    app: null,
    detail: { sequence: String(sequence), reason },
  })
}

/** A break is found again by the next look: the place does not move past it. */
async function lookAgain(
  journal: Pick<Journal, 'read'>,
  again: ChainPlace,
  head: ChainPlace,
): Promise<{ readonly place: ChainPlace; readonly broken: ChainBreak | null }> {
  const left = head.sequence - again.sequence
  if (left <= 0) return { place: chainBeginning, broken: null }
  const { place, broken } = await verifyChain(journal, again, Math.min(oldEntriesMax, left))
  return { place, broken }
}
