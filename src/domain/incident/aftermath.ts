/** What is left to do once the trouble is over, and what was learned from it. */
import { succeed } from '../outcome.ts'
import type { CommandOutcome } from './command-outcome.ts'
import type { Incident } from './incident.ts'
import { boundText, type IncidentContext, proceed, unchanged } from './incident-change.ts'
import type { IncidentCommand } from './incident-command.ts'
import { refuse, wrongState } from './refusals.ts'

export function followUp(
  incident: Incident,
  command: Extract<IncidentCommand, { kind: 'add-follow-up' | 'end-follow-up' }>,
  { at }: IncidentContext,
): CommandOutcome {
  const { followUps } = incident
  if (command.kind === 'add-follow-up') {
    if (command.due !== null && !/^\d{4}-\d{2}-\d{2}$/.test(command.due))
      return refuse('missing', 'The due date is not a date.', 'Write it as 2026-12-01.')
    if (followUps.length >= 100) return refuse('wrong-state', 'It has 100 follow-ups.', 'End some first.')
    const added = {
      number: followUps.length + 1,
      text: boundText(command.text, 500),
      owner: command.owner === null ? null : boundText(command.owner, 100),
      due: command.due,
      doneAt: null,
    }
    return succeed(
      proceed(unchanged(incident), {
        set: { followUps: [...followUps, added] },
        fact: { action: 'incident.follow-up', detail: { ...added, doneAt: undefined } },
      }),
    )
  }
  const open = followUps.find(({ number, doneAt }) => number === command.number && doneAt === null)
  if (open === undefined)
    return refuse(
      'missing',
      `There is no open follow-up ${command.number}.`,
      `See "autogen-bot incident show ${incident.id}".`,
    )
  return succeed(
    proceed(unchanged(incident), {
      set: { followUps: followUps.map((one) => (one === open ? { ...one, doneAt: at } : one)) },
      fact: { action: 'incident.follow-up-done', detail: { number: open.number } },
    }),
  )
}

export function review(
  incident: Incident,
  { cause }: Extract<IncidentCommand, { kind: 'review' }>,
  { at }: IncidentContext,
): CommandOutcome {
  if (incident.state === 'REVIEWED')
    return refuse('wrong-state', 'It has been reviewed.', `See "autogen-bot incident report ${incident.id}".`)
  if (incident.state !== 'RESOLVED')
    return wrongState(incident, 'It is not resolved yet.', `resolve ${incident.id}`)
  return succeed(
    proceed(unchanged(incident), {
      set: { state: 'REVIEWED', reviewedAt: at, cause: boundText(cause) },
      fact: { action: 'incident.reviewed', detail: { cause: boundText(cause) } },
    }),
  )
}
