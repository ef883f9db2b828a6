/** Messages to people, put together for one process: what is written, who sends it, and what goes past the store. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createNotifiers } from '../../../adapters/notify/create-notifiers.ts'
import { createBeat } from '../../../adapters/notify/heartbeat.ts'
import { createPost } from '../../../adapters/notify/post.ts'
import { createSpoolFile } from '../../../adapters/notify/spool-file.ts'
import type { NotifierConfig } from '../../../config/service/notifier-config.ts'
import type { ServiceConfig } from '../../../config/service/service-config.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { Notification } from '../../../domain/notification/notification.ts'
import type { AppName } from '../../../domain/repository/repository.ts'
import { createAckKey } from '../../../ops/notifications/ack-key.ts'
import { createAckLinkFor } from '../../../ops/notifications/ack-link-for.ts'
import { type AckLinks, type Acknowledged, createAckLinks } from '../../../ops/notifications/ack-links.ts'
import { createDispatcher } from '../../../ops/notifications/dispatcher.ts'
import { createEmergency, type Emergency } from '../../../ops/notifications/emergency.ts'
import { keepHeartbeat } from '../../../ops/notifications/heartbeat.ts'
import { createNotify, type Notify } from '../../../ops/notifications/outbox.ts'
import { everybodyOnCall } from '../../../ops/notifications/recipients.ts'
import { createShowNotifications } from '../../../ops/notifications/show-notifications.ts'
import type { Notifier } from '../../../ports/notifier/notifier.ts'
import type { ClaimedOutgoing } from '../../../ports/store/notifications.ts'
import type { Duty } from '../../../work/lead.ts'
import type { Backbone } from '../backbone.ts'
import { createIncidentIssues } from '../incident-issues.ts'
import { userAgent } from '../user-agent.ts'
import type { Repeated } from './repeat.ts'
import { watchClock } from './watch-clock.ts'

export interface Notifications {
  readonly notifiers: readonly Notifier[]
  /** @throws StoreUnavailable */
  readonly notify: Notify
  /** Of the leader. */
  readonly duties: readonly Duty[]
  /** For while the store is away. */
  readonly emergency: Emergency
  /** Answers to pages, for the web role. */
  ackLinks(acknowledge: (incident: number, actor: Actor) => Promise<Acknowledged>): AckLinks
  /** @param watchdogSeenAt when the alerts were last evaluated and the watchdog fired; null: not yet */
  startHeartbeat(watchdogSeenAt: () => number | null): Repeated
}

type Parts = Pick<Backbone, 'config' | 'store' | 'hosts' | 'security' | 'log' | 'meter'>

const dispatchEveryMs = 1_000
const showEveryMs = 5_000
const spoolName = 'emergency-pages.json'

export function openNotifications({ config, store, hosts, security, log, meter }: Parts): Notifications {
  const clock = watchClock()
  const { notifications } = store
  const directory = { record: config.service, notifiers: config.notifiers }
  const notifiers = createNotifiers(config.notifiers, {
    service: config.service.name,
    clock: { now: Date.now },
    userAgent,
    issuesOf: ({ app, repository }) => createIncidentIssues(hosts.get(app as AppName) ?? null, repository),
  })
  const key = createAckKey(store.settings, () => randomBytes(32).toString('hex'))
  const linkFor = createAckLinkFor(key, config.http.publicUrl)

  async function complete({ id, notification, createdAt }: ClaimedOutgoing): Promise<Notification> {
    const { incident, kind, links } = notification
    if (kind !== 'page' || incident === null) return notification
    const url = await linkFor({ kind: 'incident', incident }, { at: createdAt, serial: id })
    return url === null ? notification : { ...notification, links: [{ title: 'Acknowledge', url }, ...links] }
  }

  const dispatcher = createDispatcher({
    notifications,
    notifiers: notifiers.map((notifier) => ({ notifier, foldsThreads: foldsThreads(config, notifier.name) })),
    journal: store.journal,
    guard: security.guard,
    complete,
    clock,
    elapsedMs: () => performance.now(),
    random: Math.random,
    log,
    meter,
  })
  const onCall = everybodyOnCall(directory)
  const emergency = createEmergency({
    notifiers: notifiers.filter(({ name }) => onCall.includes(name)),
    rules: config.service.escalationRules,
    spool: createSpoolFile(join(config.dataFolder, spoolName)),
    linkFor: (alert, at) =>
      linkFor({ kind: 'alert', key: alert }, { at: Math.max(at, clock.now()), serial: 0 }),
    guard: security.guard,
    clock,
    log,
  })
  const show = createShowNotifications({ notifications, names: dispatcher.names, clock, meter })
  return {
    notifiers,
    notify: createNotify({ notifications, directory, clock, log }),
    duties: [
      // Each notifier by itself: one that hangs delays no other.
      ...dispatcher.names.map((name) => ({
        name: `notifier ${name}`,
        everyMs: dispatchEveryMs,
        run: (signal: AbortSignal) => dispatcher.turn(name, signal),
      })),
      { name: 'notifications', everyMs: showEveryMs, run: show },
    ],
    emergency,
    ackLinks: (acknowledge) =>
      createAckLinks({
        notifications,
        key,
        acknowledge,
        acknowledgeEmergency: (alert, actor) => emergency.acknowledge(alert, actor),
        clock,
      }),
    startHeartbeat: (watchdogSeenAt) => startHeartbeat({ config, log, meter }, watchdogSeenAt),
  }
}

function startHeartbeat(
  { config, log, meter }: Pick<Parts, 'config' | 'log' | 'meter'>,
  watchdogSeenAt: () => number | null,
): Repeated {
  const { heartbeat } = config
  if (heartbeat === null) return { stop: async () => {} }
  const stopping = new AbortController()
  const beat = createBeat(heartbeat.url, createPost({ clock: { now: Date.now }, userAgent }))
  const kept = keepHeartbeat(
    { beat, watchdogSeenAt, everyMs: heartbeat.everyMs, clock: watchClock(), log, meter, pause },
    stopping.signal,
  )
  return {
    async stop() {
      stopping.abort()
      await kept
    },
  }
}

/** Where one message may tell of several incidents: not where each incident has a place of its own. */
const foldingKinds: readonly NotifierConfig['kind'][] = ['slack', 'webhook', 'email']

function foldsThreads({ notifiers }: ServiceConfig, name: string): boolean {
  return notifiers.some((one) => one.name === name && foldingKinds.includes(one.kind))
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => {})
}
