/** The notifiers as figures, from what the rows say, so that it is right whoever sent last; and the end of old rows. */
import type { Clock } from '../../ports/clock/clock.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { Notifications } from '../../ports/store/notifications.ts'

export interface ShowParts {
  readonly notifications: Pick<Notifications, 'waiting' | 'health' | 'forget'>
  readonly names: readonly string[]
  readonly clock: Clock
  readonly meter: Meter
}

const hourMs = 3_600_000
/** As the words of a notification promise. */
const keptMs = 48 * hourMs
const deadKeptMs = 14 * 24 * hourMs
const forgetEveryMs = hourMs

export function createShowNotifications({
  notifications,
  names,
  clock,
  meter,
}: ShowParts): () => Promise<void> {
  let forgotAt = Number.NEGATIVE_INFINITY
  return async () => {
    const waiting = await notifications.waiting()
    meter.set(
      'autogen_notifications_waiting',
      Object.values(waiting).reduce((sum, count) => sum + count, 0),
    )
    const health = await notifications.health()
    for (const name of names) {
      const isUp = health.find(({ notifier }) => notifier === name)?.isUp ?? true
      const labels = { dependency: `notifier/${name}`, criticality: 'component' }
      meter.set('autogen_dependency_up', isUp ? 1 : 0, labels)
    }
    const now = clock.now()
    if (now - forgotAt < forgetEveryMs) return
    forgotAt = now
    await notifications.forget({ finished: now - keptMs, dead: now - deadKeptMs, links: now })
  }
}
