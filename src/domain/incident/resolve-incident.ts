/** The end of an incident is said when it has been seen: no alert, a verification that holds, and a quiet while. */
import { fail, succeed } from '../outcome.ts'
import type { CommandOutcome } from './command-outcome.ts'
import { firingAlerts, type Incident } from './incident.ts'
import { boundText, type IncidentContext, proceed, unchanged } from './incident-change.ts'
import type { IncidentRefusal, VerificationCheck } from './incident-command.ts'
import { quietSince, stabilityMsOf } from './pass-time.ts'

export function resolveIncident(
  incident: Incident,
  despite: string | null,
  { actor, at, policy }: IncidentContext,
): CommandOutcome {
  const refusal = despite === null ? refusalOf(incident, at, policy) : null
  if (refusal !== null) return fail(refusal)
  const checks = policy.verification ?? []
  const how =
    despite === null
      ? { how: 'verified', checks }
      : { how: 'despite', reason: boundText(despite, 500), checks }
  return succeed(
    proceed(unchanged(incident), {
      set: {
        state: 'RESOLVED',
        ackedAt: incident.ackedAt ?? at,
        ackedBy: incident.ackedBy ?? actor.name,
        resolvedAt: at,
        resolvedBy: actor.name,
        mitigatedAt: incident.mitigatedAt ?? at,
      },
      fact: { action: 'incident.resolved', detail: how },
      messages: [{ kind: 'ended', text: [`Resolved by ${actor.name}.`, ...notLookedAt(checks)].join(' ') }],
    }),
  )
}

function refusalOf(
  incident: Incident,
  at: number,
  policy: IncidentContext['policy'],
): IncidentRefusal | null {
  const { id, state } = incident
  if (state !== 'MONITORING') {
    const next = state === 'MITIGATING' ? `monitor ${id}` : `mitigate ${id} WHAT`
    return {
      kind: 'wrong-state',
      message: `Incident ${id} is ${state}: it is resolved after it was mitigated and watched.`,
      remedy: `Next would be "autogen-bot incident ${next}".`,
    }
  }
  const firing = firingAlerts(incident)
  if (firing.length > 0) {
    return {
      kind: 'not-verified',
      message: `Still firing: ${firing.map(({ alert }) => alert).join(', ')}.`,
      remedy: `Mitigate further, or "autogen-bot incident investigate ${id}" when the hypothesis was wrong.`,
    }
  }
  const leftMs = (quietSince(incident) ?? at) + stabilityMsOf(incident, policy) - at
  if (leftMs > 0) {
    return {
      kind: 'not-stable',
      message: `It has to stay quiet for another ${Math.ceil(leftMs / 60_000)} min.`,
      remedy: 'Watch it; a return of the alert begins the watch anew.',
    }
  }
  const checks = policy.verification ?? []
  const wrong = checks.filter(({ holds }) => holds === false)
  if (policy.verification === null || wrong.length > 0) {
    const found = [...wrong.map(({ name, found: seen }) => `${name}: ${seen}`), ...notLookedAt(checks)].join(
      ' ',
    )
    return {
      kind: 'not-verified',
      message: `The verification does not hold. ${found || 'Nothing was verified.'}`,
      remedy: 'Mend what it names, or have an administrator resolve it with --despite REASON.',
    }
  }
  return null
}

/** Words for what the verification says nothing about. */
function notLookedAt(checks: readonly VerificationCheck[]): readonly string[] {
  const named = checks.filter(({ holds }) => holds === null).map(({ name, found }) => `${name} (${found})`)
  return named.length === 0 ? [] : [`Could not be looked at: ${boundText(named.join('; '), 1_000)}.`]
}
