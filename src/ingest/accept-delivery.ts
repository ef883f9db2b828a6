/**
 * The intake of webhooks: verify, read, plan, commit, answer. Nothing is parsed before its signature is checked, and
 * nobody is answered 202 before delivery and job are on disk. The queue is told beside the answer.
 */
import { hash } from 'node:crypto'
import { assertNever } from '../domain/assert-never.ts'
import type { NewDelivery } from '../domain/delivery/delivery.ts'
import { probeApp } from '../domain/delivery/probe-app.ts'
import { type Outcome, succeed } from '../domain/outcome.ts'
import { nameOfRepository } from '../domain/repository/repository.ts'
import type { Clock } from '../ports/clock/clock.ts'
import type { Log } from '../ports/log/log.ts'
import type { Meter } from '../ports/meter/meter.ts'
import type { QueueEntry } from '../ports/queue/queue.ts'
import type { SecurityJournal } from '../ports/security/security-journal.ts'
import type { Acceptance, Inbox } from '../ports/store/inbox.ts'
import type { Tracer } from '../ports/trace/tracer.ts'
import { type Plan, plan } from './plan.ts'
import { type ReadBody, readEvent } from './read-event.ts'
import { verifySignature } from './verify-signature.ts'
import { appsMeant, checkApps, type MisconfiguredApps, type WebhookApp } from './webhook-app.ts'
import { headerOf, type RawHeaders, readWebhookHeaders, type WebhookHeaders } from './webhook-headers.ts'

export interface Webhook {
  /** Of `/webhook/:app`; null for `/webhook`. */
  readonly app: string | null
  /** Names in lower case. */
  readonly headers: RawHeaders
  readonly body: Buffer
  /** What the server calls this request; stands on every line about it. */
  readonly request?: string
}

export interface Answer {
  readonly status: 202 | 400 | 401 | 409 | 503
  /** JSON; what GitHub shows beside the delivery. */
  readonly body: Readonly<Record<string, string>>
  readonly retryAfterSeconds: number | null
}

export type AcceptDelivery = (webhook: Webhook) => Promise<Answer>

export interface AcceptDeliveryParts {
  readonly apps: readonly WebhookApp[]
  readonly inbox: Pick<Inbox, 'accept'>
  readonly journal: SecurityJournal
  readonly tracer: Tracer
  readonly enqueue: (entries: readonly QueueEntry[]) => void
  /** Secret of this process's own synthetic probe; absent where there is none. */
  readonly probeSecret?: string
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

/** As long as it takes a database to come back. */
const retryAfterSeconds = 10

export function createAcceptDelivery(parts: AcceptDeliveryParts): Outcome<AcceptDelivery, MisconfiguredApps> {
  const checked = checkApps(parts.apps)
  if (!checked.ok) return checked
  return succeed(async (webhook) => {
    const beganAt = parts.clock.now()
    const { answer, outcome, facts } = await accept(parts, webhook, beganAt)
    const ms = parts.clock.now() - beganAt
    const named = webhook.request === undefined ? facts : { request: webhook.request, ...facts }
    if (facts.app === probeApp) {
      // What we send ourselves is no delivery of the host.
      parts.log.debug({ ...named, state: outcome, ms }, 'synthetic webhook')
      return answer
    }
    parts.meter.count('autogen_deliveries_total', {
      // Before the signature is checked it may be a stranger who names it.
      event: facts.event ?? 'unknown',
      result: outcome,
    })
    // Lines about the unsigned would be a stranger's to multiply: those are counted, and kept by the journal.
    if (answer.status === 401) parts.log.debug({ request: webhook.request, outcome, ms }, 'webhook')
    else parts.log.info({ ...named, state: outcome, ms }, 'webhook')
    return answer
  })
}

interface Accepted {
  readonly answer: Answer
  /** A word for metrics. */
  readonly outcome: string
  readonly facts: { readonly event?: string; readonly [fact: string]: unknown }
}

async function accept(parts: AcceptDeliveryParts, webhook: Webhook, receivedAt: number): Promise<Accepted> {
  const app = findSender(parts, webhook)
  if (!app.ok) return app.failure
  const headers = readWebhookHeaders(webhook.headers)
  if (!headers.ok) return unreadable({}, headers.failure)
  const facts = { delivery: headers.value.guid, app: app.value.name, event: headers.value.event }
  const body = readEvent(headers.value.event, webhook.body)
  if (!body.ok) return unreadable(facts, body.failure.message)
  const planned = planFor(app.value, body.value)
  const delivery = newDelivery(app.value, headers.value, webhook.body, body.value, planned, receivedAt)
  const accepted = await parts.inbox.accept(delivery, planned.kind === 'job' ? planned.job : null)
  if (!accepted.ok) {
    const { message, remedy } = accepted.failure
    const answer = { status: 503, body: { error: 'store-unavailable' }, retryAfterSeconds } as const
    return { answer, outcome: 'store-unavailable', facts: { ...facts, reason: message, remedy } }
  }
  traceAcceptance(parts, delivery, accepted.value)
  noteAge(parts, delivery, accepted.value, body.value.event.happenedAt)
  return conclude(parts, delivery, accepted.value)
}

/** Whatever the probe says that it is: nothing follows from it. */
function planFor(app: WebhookApp, { event }: ReadBody): Plan {
  if (app.name === probeApp) return { kind: 'ignored', reason: 'It is a synthetic webhook.' }
  return plan(event.happened, { app: app.name, appId: app.id, botName: app.botName() })
}

/** The beginning of a review's trace. A webhook that joined a job that waits has no part in it. */
function traceAcceptance(
  { tracer, clock }: AcceptDeliveryParts,
  { receivedAt, guid, event }: NewDelivery,
  acceptance: Acceptance,
): void {
  const entry = 'entry' in acceptance ? acceptance.entry : null
  if (entry === null) return
  tracer.record(`job ${entry.job}`, {
    name: 'take in the webhook',
    beganAt: receivedAt,
    endedAt: clock.now(),
    attributes: { delivery: guid, event },
    isWhole: false,
  })
}

/** Of a clock that is wrong, or of something else than the event. */
const ageMsMax = 7 * 86_400_000
const clocksApartMsMax = 60_000

/** How late the host delivers: told by what is new alone, since a redelivery's age is our own doing. */
function noteAge(
  { meter }: AcceptDeliveryParts,
  { app, receivedAt }: NewDelivery,
  { kind }: Acceptance,
  happenedAt: number | null,
): void {
  if (happenedAt === null || kind !== 'stored' || app === probeApp) return
  const ageMs = receivedAt - happenedAt
  if (ageMs < -clocksApartMsMax || ageMs > ageMsMax) return
  meter.observe('autogen_event_age_seconds', Math.max(0, ageMs) / 1000)
}

/** The App whose secret signed this; failing that, the refusal. */
function findSender(
  parts: AcceptDeliveryParts,
  { app, headers, body, request }: Webhook,
): Outcome<WebhookApp, Accepted> {
  const targetId = headerOf(headers, 'x-github-hook-installation-target-id')
  const meant =
    app === probeApp && parts.probeSecret !== undefined
      ? [{ name: probeApp, id: 0, secrets: [parts.probeSecret], botName: () => null }]
      : appsMeant(parts.apps, { app, targetId })
  const detail = {
    path: app ?? '',
    targetId: targetId ?? '',
    event: headerOf(headers, 'x-github-event') ?? '',
    ...(request === undefined ? {} : { request }),
  }
  if (meant.length === 0) {
    parts.journal.record({ kind: 'unknown-app', app: null, detail })
    return {
      ok: false,
      failure: refusal('unknown-app', 'This webhook is for an App that is not configured here.'),
    }
  }
  const signature = headerOf(headers, 'x-hub-signature-256')
  const verdicts = meant.map((one) => ({ one, verdict: verifySignature(body, signature, one.secrets) }))
  const valid = verdicts.find(({ verdict }) => verdict === 'valid')
  if (valid !== undefined) return succeed(valid.one)
  const verdict = verdicts[0]?.verdict ?? 'missing'
  const only = meant.length === 1 ? (meant[0]?.name ?? null) : null
  parts.journal.record({ kind: 'bad-signature', app: only, detail: { ...detail, signature: verdict } })
  return {
    ok: false,
    failure: refusal(
      'bad-signature',
      `The signature is ${verdict}: compare the secrets of the App and the service.`,
    ),
  }
}

function refusal(error: string, message: string): Accepted {
  return {
    answer: { status: 401, body: { error, message }, retryAfterSeconds: null },
    outcome: error,
    facts: {},
  }
}

function unreadable(facts: Accepted['facts'], message: string): Accepted {
  return {
    answer: { status: 400, body: { error: 'unreadable', message }, retryAfterSeconds: null },
    outcome: 'unreadable',
    facts: { ...facts, reason: message },
  }
}

function newDelivery(
  app: WebhookApp,
  { guid, event }: WebhookHeaders,
  body: Buffer,
  { payload, event: seen }: ReadBody,
  planned: Plan,
  receivedAt: number,
): NewDelivery {
  return {
    app: app.name,
    guid,
    event,
    action: seen.action,
    installation: seen.installation,
    repositoryId: seen.repository?.id ?? null,
    repository: seen.repository === null ? null : nameOfRepository(seen.repository),
    pullNumber: seen.pullNumber,
    bodyHash: hash('sha256', body, 'hex'),
    payload,
    receivedAt,
    ignoredBecause: planned.kind === 'ignored' ? planned.reason : null,
  }
}

function conclude(
  { journal, enqueue }: AcceptDeliveryParts,
  delivery: NewDelivery,
  acceptance: Acceptance,
): Accepted {
  const { guid, app, event, action, repository, pullNumber, ignoredBecause } = delivery
  const facts = { delivery: guid, app, event, action, repository, pull: pullNumber }
  const welcome = (outcome: string, words: Readonly<Record<string, string>>): Accepted => ({
    answer: { status: 202, body: { delivery: guid, ...words }, retryAfterSeconds: null },
    outcome,
    facts: { ...facts, ...(words.reason === undefined ? {} : { reason: words.reason }) },
  })
  switch (acceptance.kind) {
    case 'stored':
      if (ignoredBecause !== null) return welcome('ignored', { state: 'ignored', reason: ignoredBecause })
      if (acceptance.entry !== null) enqueue([acceptance.entry])
      return welcome('accepted', { state: 'accepted' })
    case 'revived':
      if (acceptance.entry !== null) enqueue([acceptance.entry])
      return welcome('revived', { state: 'accepted', known: 'its job had failed and begins again' })
    case 'known':
      return welcome('known', { state: acceptance.state, known: 'already' })
    case 'conflict':
      journal.record({ kind: 'guid-replayed', app, detail: { delivery: guid, event } })
      return {
        answer: {
          status: 409,
          body: { error: 'conflict', message: 'This delivery is known with another body.' },
          retryAfterSeconds: null,
        },
        outcome: 'conflict',
        facts,
      }
    default:
      return assertNever(acceptance)
  }
}
