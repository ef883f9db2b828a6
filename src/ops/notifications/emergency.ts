/**
 * Pages while the store cannot be reached: no row, no incident, no leader. What fires is told at once to everybody who
 * is ever called, remembered here and in a spool file, repeated until somebody answers, and written down when the store
 * is back.
 */
import type { ServiceRecord } from '../../config/service/service-record.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { AlertInstance } from '../../domain/alert/alert.ts'
import { type EmergencyPage, keyOfAlert, mergePages, Spool } from './emergency-page.ts'
import { type TellParts, tellEmergency } from './tell-emergency.ts'
import { pagesMax, trackAlerts } from './track-alerts.ts'
import { type StoreThatIsBack, writeDownEmergency } from './write-down-emergency.ts'

export interface EmergencyParts extends TellParts {
  readonly rules: ServiceRecord['escalationRules']
  /** A small file of this machine, readable by us alone. */
  readonly spool: { readonly read: () => string | null; readonly write: (text: string | null) => void }
}

export interface HandedOver {
  readonly alert: string
  /** See `keyOfAlert`. */
  readonly key: string
  readonly pagedAt: number
  readonly acknowledgedBy: string | null
}

export interface Emergency {
  /** Tells of what fires, of what has ended, and again of what nobody answered. Never rejects. */
  page(alerts: readonly AlertInstance[]): Promise<void>
  /**
   * The store is back: writes down what was told. Costs nothing when nothing was.
   * @returns what still fires, for whoever opens its incident. @throws StoreUnavailable
   */
  settle(alerts: readonly AlertInstance[], store: StoreThatIsBack): Promise<readonly HandedOver[]>
  /** @param key see `keyOfAlert` @returns false when there is no such page */
  acknowledge(key: string, actor: Actor): Promise<boolean>
}

export function createEmergency(parts: EmergencyParts): Emergency {
  const { clock, log } = parts
  let pages = new Map<string, EmergencyPage>()
  let running: Promise<void> = Promise.resolve()
  let isQueued = false
  let latest: readonly AlertInstance[] = []

  /** Others over the same data folder write there too. */
  function load(): void {
    for (const page of readSpool(parts)) {
      const own = pages.get(page.key)
      pages.set(page.key, own === undefined ? page : mergePages(own, page))
    }
  }

  async function tellAll(): Promise<void> {
    await Promise.all(
      [...pages.values()].map(async (page) => {
        const more = await tellEmergency(page, parts)
        const now = pages.get(page.key)
        if (now !== undefined && more.length > 0)
          pages.set(page.key, { ...now, sent: [...now.sent, ...more] })
      }),
    )
    save(pages, parts)
  }

  async function round(): Promise<void> {
    isQueued = false
    try {
      load()
      pages = new Map(trackAlerts(pages, latest, parts.rules, clock.now()))
      save(pages, parts)
      await tellAll()
    } catch (error) {
      log.error({ err: error }, 'emergency pages failed')
    }
  }

  return {
    page(alerts) {
      latest = alerts
      // One round at a time; those that come meanwhile are one more.
      if (!isQueued) running = running.then(round)
      isQueued = true
      return running
    },

    async settle(alerts, store) {
      await running
      load()
      const firing = new Set(alerts.filter(({ resolvedAt }) => resolvedAt === null).map(keyOfAlert))
      const handedOver: HandedOver[] = []
      for (const page of [...pages.values()]) {
        const isFiring = page.endedAt === null && firing.has(page.key)
        const endedAt = isFiring ? null : (page.endedAt ?? page.missingSince ?? clock.now())
        await writeDownEmergency({ ...page, endedAt }, store, clock.now())
        const pagedAt = page.sent[0]?.at ?? page.lastPagedAt
        const { alert, key, acknowledgedBy } = page
        if (isFiring) handedOver.push({ alert, key, pagedAt, acknowledgedBy })
        pages.delete(key)
        save(pages, parts)
      }
      return handedOver
    },

    async acknowledge(key, actor) {
      load()
      const page = pages.get(key)
      if (page === undefined) return false
      pages.set(key, { ...page, acknowledgedBy: page.acknowledgedBy ?? actor.name.slice(0, 200) })
      save(pages, parts)
      running = running.then(tellAll)
      await running
      return true
    },
  }
}

function save(pages: ReadonlyMap<string, EmergencyPage>, { spool, log }: EmergencyParts): void {
  const kept = [...pages.values()].slice(-pagesMax)
  try {
    spool.write(kept.length === 0 ? null : JSON.stringify({ version: 1, pages: kept }))
  } catch (error) {
    log.warn({ error: String(error) }, 'the spool of emergency pages cannot be written')
  }
}

function readSpool({ spool, log }: EmergencyParts): readonly EmergencyPage[] {
  try {
    const text = spool.read()
    return text === null ? [] : Spool.parse(JSON.parse(text)).pages
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown'
    log.warn({ reason }, 'the spool of emergency pages is not readable')
    return []
  }
}
