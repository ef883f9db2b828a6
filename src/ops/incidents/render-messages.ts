/** The words in which people hear of an incident. */
import { assertNever } from '../../domain/assert-never.ts'
import { firingAlerts, type Incident } from '../../domain/incident/incident.ts'
import type { IncidentMessage, PageReason } from '../../domain/incident/incident-change.ts'
import { nextSteps } from '../../domain/incident/next-steps.ts'
import type { Notification, NotificationTarget } from '../../domain/notification/notification.ts'

export type LinksOf = (incident: Incident) => Notification['links']

const listedAlertsMax = 10

/** A notifier that is reached on several ways gets each message once: they have one key. */
export function renderMessages(
  incident: Incident,
  messages: readonly IncidentMessage[],
  linksOf: LinksOf,
): readonly Notification[] {
  return messages.flatMap((message, place) =>
    targetsOf(incident, message).map((to): Notification => {
      const { kind, head, text } = wordsOf(incident, message)
      return {
        dedupeKey: `incident-${incident.id}/${incident.version}/${keyOf(message, place)}`,
        thread: threadOf(incident.id),
        kind,
        severity: incident.severity,
        title: `${incident.severity} incident ${incident.id} ${head}: ${incident.title}`.slice(0, 200),
        text: text.slice(0, 8_000),
        incident: incident.id,
        links: linksOf(incident),
        to,
      }
    }),
  )
}

/** All that is told of an incident is one conversation. */
export function threadOf(incident: number): string {
  return `incident-${incident}`
}

/** Whoever is called at the opening has heard of it. */
function keyOf(message: IncidentMessage, place: number): string {
  if (message.kind === 'opened' || (message.kind === 'page' && message.why === 'opened')) return 'opened'
  return message.kind === 'page' ? `page/${message.why}/${message.level}` : `${message.kind}/${place}`
}

const channel: NotificationTarget = { kind: 'channel' }

function targetsOf({ calls }: Incident, message: IncidentMessage): readonly NotificationTarget[] {
  const called = calls
    .filter(({ times }) => times > 0)
    .map(({ level }): NotificationTarget => ({ kind: 'on-call', level }))
  switch (message.kind) {
    case 'page':
      return [{ kind: 'on-call', level: message.level }]
    // Who was woken wants to know that somebody has it, and that it is over.
    case 'acknowledged':
    case 'ended':
      return [...called, channel]
    case 'opened':
    case 'news':
      return [channel]
    default:
      return assertNever(message)
  }
}

function wordsOf(
  incident: Incident,
  message: IncidentMessage,
): { readonly kind: Notification['kind']; readonly head: string; readonly text: string } {
  switch (message.kind) {
    case 'opened':
      return { kind: 'status', head: 'opened', text: standing(incident) }
    case 'page': {
      const why = message.why === 'clocks' ? `Time ran out for: ${message.detail}.` : reasons[message.why]
      const detail = message.why === 'engaged' && message.detail !== null ? ` ${message.detail}` : ''
      return { kind: 'page', head: heads[message.why], text: `${why}${detail}\n\n${standing(incident)}` }
    }
    case 'acknowledged':
      return { kind: 'acknowledged', head: 'acknowledged', text: message.text }
    case 'news':
      return { kind: 'status', head: incident.state, text: message.text }
    case 'ended':
      return { kind: 'ended', head: 'ended', text: `${message.text}\n\n${nextText(incident)}` }
    default:
      return assertNever(message)
  }
}

const heads: Readonly<Record<PageReason, string>> = {
  opened: 'opened',
  unanswered: 'is not acknowledged',
  unresolved: 'is not resolved',
  reopened: 'is back',
  raised: 'was raised',
  engaged: 'needs you',
  clocks: 'is late',
}

const reasons: Readonly<Record<Exclude<PageReason, 'clocks'>, string>> = {
  opened: 'You are called because it has just begun.',
  unanswered: 'Nobody has acknowledged it yet.',
  unresolved: 'It lasts, so the next people are called.',
  reopened: 'It was over and has come back.',
  raised: 'It has become worse.',
  engaged: 'More people are wanted.',
}

/** What is wrong, since when, what to do: to be understood by somebody who was asleep. */
function standing(incident: Incident): string {
  const firing = firingAlerts(incident)
  const listed = (firing.length > 0 ? firing : incident.alerts).slice(0, listedAlertsMax)
  return [
    `Since ${new Date(incident.onsetAt).toISOString()}, state ${incident.state}.`,
    ...listed.map(({ alert, severity, summary }) => `- ${alert} (${severity}): ${summary}`),
    ...(firing.length > listed.length ? [`and ${firing.length - listed.length} more`] : []),
    '',
    nextText(incident),
  ].join('\n')
}

function nextText(incident: Incident): string {
  const steps = nextSteps(incident).map(({ command, about }) => `  ${command}   (${about})`)
  const pages = [...new Set(incident.alerts.map(({ alert }) => pageOf(alert)))].slice(0, listedAlertsMax)
  return [
    'Next:',
    ...steps,
    ...pages.map((page) => `  autogen-bot runbook show ${page}`),
    `  autogen-bot incident show ${incident.id}`,
  ].join('\n')
}

/** `ServiceDown` has the page `service-down`. */
export function pageOf(alert: string): string {
  return alert
    .replaceAll('GitHub', 'Github')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-')
    .toLowerCase()
}
