/**
 * What has to hold before somebody may say that an incident is over: no alert of it fires, the store takes writes, and
 * the looks of its pages' Verification sections find what they expect.
 */
import { itself } from '../../../domain/actor/actor.ts'
import { firingAlerts, type Incident, type IncidentAlert } from '../../../domain/incident/incident.ts'
import type { VerificationCheck } from '../../../domain/incident/incident-command.ts'
import type { Runbook } from '../../../ops/runbook/runbook.ts'
import type { Store } from '../../../ports/store/store.ts'

export interface VerifyParts {
  readonly store: Pick<Store, 'check'>
  readonly runbook: Pick<Runbook, 'ofAlert' | 'run'>
}

const timeMsMax = 45_000
const pagesMax = 5

export async function verifyIncident(
  { store, runbook }: VerifyParts,
  incident: Incident,
): Promise<readonly VerificationCheck[]> {
  const firing = firingAlerts(incident)
  const signal = AbortSignal.timeout(timeMsMax)
  const ofPages: VerificationCheck[] = []
  for (const alert of onePerRule(incident.alerts)) {
    ofPages.push(...(await verifyByPage(runbook, incident, alert, signal)))
  }
  return [
    {
      name: 'alerts',
      holds: firing.length === 0,
      found: firing.length === 0 ? 'None fires.' : `${firing.map(({ alert }) => alert).join(', ')} fires.`,
    },
    await store.check().then(
      () => ({ name: 'store', holds: true, found: 'It takes writes.' }),
      (error: unknown) => ({ name: 'store', holds: false, found: String(error) }),
    ),
    ...ofPages,
  ]
}

async function verifyByPage(
  runbook: VerifyParts['runbook'],
  incident: Incident,
  { alert, labels }: IncidentAlert,
  signal: AbortSignal,
): Promise<readonly VerificationCheck[]> {
  const page = runbook.ofAlert(alert)
  if (page === null) return []
  const steps = page.steps.filter(({ section, kind }) => section === 'Verification' && kind === 'read')
  const checks: VerificationCheck[] = []
  for (const step of steps) {
    const known = step.parameters.flatMap(({ name }) => {
      const value = labels[name]
      return value === undefined ? [] : [[name, value] as const]
    })
    const request = {
      page: page.name,
      step: step.id,
      parameters: Object.fromEntries(known),
      actor: itself,
      incident: incident.id,
      isConfirmed: false,
    }
    checks.push(checkOf(`${page.name}/${step.id}`, await runbook.run(request, signal)))
  }
  return checks
}

/** What cannot be looked at from here says nothing against it, and is named. */
function checkOf(name: string, ran: Awaited<ReturnType<Runbook['run']>>): VerificationCheck {
  if (!ran.ok) return { name, holds: null, found: ran.failure.message }
  const { verdict, reason } = ran.value.result
  const found = reason ?? (verdict === 'as-expected' ? 'As expected.' : verdict)
  if (verdict === 'not-applicable') return { name, holds: null, found }
  return { name, holds: verdict === 'as-expected', found }
}

function onePerRule(alerts: readonly IncidentAlert[]): readonly IncidentAlert[] {
  return [...new Map(alerts.map((alert) => [alert.alert, alert])).values()].slice(0, pagesMax)
}
