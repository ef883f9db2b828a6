/** The whole journal, from its first entry, and against the place that was good before: for whoever asks. */
import { z } from 'zod'
import type { Journal } from '../../ports/store/journal.ts'
import type { Settings } from '../../ports/store/settings.ts'
import { type ChainVerdict, verifyChain, verifyPlace } from './verify-chain.ts'
import { chainSetting } from './watch-chain.ts'

const Anchor = z.object({ head: z.object({ sequence: z.number(), hash: z.string() }) })

export async function verifyJournal({
  journal,
  settings,
}: {
  readonly journal: Pick<Journal, 'read'>
  readonly settings: Pick<Settings, 'read'>
}): Promise<ChainVerdict> {
  const verdict = await verifyChain(journal)
  if (verdict.broken !== null) return verdict
  const anchor = Anchor.safeParse(await settings.read(chainSetting))
  return anchor.success ? { ...verdict, broken: await verifyPlace(journal, anchor.data.head) } : verdict
}
