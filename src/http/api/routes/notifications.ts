/** Messages to people: what waits, what was given up, a test. */
import { z } from 'zod'
import { succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import { actorOf } from '../authorise.ts'
import type { Operations } from '../operations.ts'
import { Severity } from '../shapes/incident.ts'
import { named } from '../shapes/registry.ts'
import { Time } from '../shapes/time.ts'

const outgoingStates = ['waiting', 'sent', 'folded', 'dead'] as const
const State = z.enum(outgoingStates)

const Outgoing = named(
  'Outgoing',
  z.object({
    id: z.int(),
    notifier: z.string(),
    state: State,
    notification: z.object({
      dedupeKey: z.string(),
      thread: z.string(),
      kind: z.enum(['page', 'acknowledged', 'ended', 'status', 'report', 'test']),
      severity: Severity,
      title: z.string(),
      text: z.string(),
      incident: z.int().nullable(),
    }),
    createdAt: Time,
    notBefore: Time,
    attempts: z.int(),
    finishedAt: Time.nullable(),
    reference: z.string().nullable(),
    failure: z.string().nullable().describe('Of the last try.'),
  }),
)

const Health = z.object({
  notifier: z.string(),
  isUp: z.boolean(),
  succeededAt: Time.nullable(),
  failedAt: Time.nullable(),
  failure: z.string().nullable(),
})

const tag = 'notifications'

export function addNotificationRoutes(add: AddRoute, notifications: Operations['notifications']): void {
  add({
    id: 'listNotifications',
    method: 'GET',
    path: '/notifications',
    tag,
    summary: 'List messages, the newest first, and how the notifiers are.',
    query: z.object({
      state: z
        .string()
        .transform((text) => text.split(','))
        .pipe(z.array(State).min(1))
        .optional()
        .describe('Only these, with commas between: `dead` for those that were given up.'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.object({ notifications: z.array(Outgoing), notifiers: z.array(Health) }),
    handle: async ({ query: { state, limit } }) =>
      succeed({
        notifications: await notifications.list(state ?? outgoingStates, limit),
        notifiers: await notifications.health(),
      }),
  })

  add({
    id: 'testNotifier',
    method: 'POST',
    path: '/notifications/test',
    tag,
    summary: 'Send a test message.',
    body: z.object({
      notifier: z.string().min(1).max(100).nullable().default(null).describe('Null: every one.'),
    }),
    answer: z.object({
      tests: z.array(
        z.object({
          name: z.string(),
          ok: z.boolean(),
          words: z.string().nullable().describe('What the other side calls it, or why it did not take it.'),
        }),
      ),
    }),
    handle: async ({ body: { notifier }, caller }) => {
      const tested = await notifications.test(notifier, actorOf(caller))
      return tested.ok ? succeed({ tests: tested.value }) : tested
    },
  })

  add({
    id: 'retryNotifications',
    method: 'POST',
    path: '/notifications/retry',
    tag,
    summary: 'Send messages again that were given up.',
    body: z.object({
      ids: z
        .array(z.int().positive())
        .min(1)
        .max(500)
        .nullable()
        .default(null)
        .describe('Null: all of them.'),
    }),
    answer: z.object({ waiting: z.int() }),
    handle: async ({ body: { ids }, caller }) =>
      succeed({ waiting: await notifications.retryDead(ids, actorOf(caller)) }),
  })
}
