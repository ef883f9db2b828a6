/** How far the host's delivery list was read, and which redeliveries were asked for; kept in the store between runs. */
import { z } from 'zod'
import type { DeliveryGuid } from '../../domain/delivery/delivery.ts'
import type { AppName } from '../../domain/repository/repository.ts'
import type { Settings } from '../../ports/store/settings.ts'

const AskedSchema = z.object({
  guid: z
    .string()
    .max(64)
    .transform((guid) => guid as DeliveryGuid),
  /** The host’s number of the delivery that is sent again. */
  id: z.string().max(32),
  deliveredAt: z.number(),
  times: z.int().nonnegative(),
  /** The last time. */
  at: z.number(),
})
/** A delivery that we lack, and how often the host was asked to send it again. */
export type Asked = z.infer<typeof AskedSchema>

const DeliveryScanSchema = z.object({
  /** Everything delivered before was looked at; null before the first scan has ended. */
  mark: z.number().nullable(),
  /** A scan that met its bound: where it goes on, how far back, and the mark once it gets there. */
  rest: z.object({ cursor: z.string().max(500), floor: z.number(), mark: z.number() }).nullable(),
  asked: z.array(AskedSchema).max(10_000),
})
export type DeliveryScan = z.infer<typeof DeliveryScanSchema>

const fresh: DeliveryScan = { mark: null, rest: null, asked: [] }

/** Something unreadable is as good as nothing: the scan begins again, and asking twice does no harm. */
export async function readDeliveryScan(settings: Settings, app: AppName): Promise<DeliveryScan> {
  const parsed = DeliveryScanSchema.safeParse(await settings.read(nameOf(app)))
  return parsed.success ? parsed.data : fresh
}

export async function writeDeliveryScan(settings: Settings, app: AppName, scan: DeliveryScan): Promise<void> {
  await settings.write(nameOf(app), scan)
}

function nameOf(app: AppName): string {
  return `reconcile/deliveries/${app}`
}
