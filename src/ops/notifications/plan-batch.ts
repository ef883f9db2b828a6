/**
 * What one notifier is to be sent now, of what is due. While it is little, each message goes by itself and in its order.
 * In a burst, what somebody waits for goes first, and news are told in one message.
 */
import { alertSeverities } from '../../domain/alert/alert.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import type { ClaimedOutgoing } from '../../ports/store/notifications.ts'

export interface Delivery {
  readonly notification: Notification
  /** More than one: the message tells all of them. */
  readonly rows: readonly ClaimedOutgoing[]
}

export interface BatchPlan {
  readonly deliveries: readonly Delivery[]
  readonly putOff: readonly ClaimedOutgoing[]
}

export interface BatchBounds {
  /** What may be sent now. */
  readonly left: number
  /** Whether one message can tell of several incidents there. */
  readonly foldsThreads: boolean
}

const titlesMax = 40

export function planBatch(
  claimed: readonly ClaimedOutgoing[],
  { left, foldsThreads }: BatchBounds,
): BatchPlan {
  const rows = [...claimed].sort((one, other) => one.id - other.id)
  if (rows.length <= left) return { deliveries: rows.map(alone), putOff: [] }
  const urgent = rows.filter((row) => !isNews(row))
  const news = rows.filter(isNews)
  const groups = foldsThreads ? [news] : [...Map.groupBy(news, threadOf).values()]
  const room = Math.max(0, left - urgent.length)
  const told = groups.slice(0, room).filter((group) => group.length > 0)
  return {
    deliveries: [...urgent.map(alone), ...told.map(together)],
    putOff: groups.slice(room).flat(),
  }
}

function alone(row: ClaimedOutgoing): Delivery {
  return { notification: row.notification, rows: [row] }
}

function together(rows: readonly ClaimedOutgoing[]): Delivery {
  const [first] = rows
  if (first === undefined) throw new Error('a digest of nothing')
  if (rows.length === 1) return alone(first)
  const all = rows.map(({ notification }) => notification)
  const threads = new Set(all.map(({ thread }) => thread))
  const more = all.length - titlesMax
  return {
    rows,
    notification: {
      ...first.notification,
      // The same rows make the same key, whoever claims them.
      dedupeKey: `digest/${first.id}-${rows.at(-1)?.id}-${rows.length}`,
      thread: threads.size === 1 ? first.notification.thread : 'digest',
      kind: 'status',
      severity: alertSeverities.find((one) => all.some(({ severity }) => severity === one)) ?? 'P3',
      title: `${all.length} messages`,
      text: [
        ...all.slice(0, titlesMax).map(({ title }) => `- ${title}`),
        ...(more > 0 ? [`and ${more} more`] : []),
      ].join('\n'),
      incident: threads.size === 1 ? first.notification.incident : null,
      links: threads.size === 1 ? first.notification.links : [],
    },
  }
}

function isNews({ notification }: ClaimedOutgoing): boolean {
  return notification.kind === 'status' || notification.kind === 'report'
}

function threadOf({ notification }: ClaimedOutgoing): string {
  return notification.thread
}
