/** Alerts and incidents as the upkeep's reports count them. */
import type { AlertFact, FollowUpFact, IncidentFact } from '../../../ops/maintenance/facts.ts'
import type { IncidentRows } from '../../../ports/store/incidents.ts'

const listedMax = 500
/** An incident that began before and still has alerts. */
const lookBackMs = 30 * 86_400_000

export async function incidentFacts(
  incidents: Pick<IncidentRows, 'list'>,
  since: number,
): Promise<readonly IncidentFact[]> {
  return (await incidents.list(null, null, listedMax))
    .filter(({ onsetAt }) => onsetAt >= since)
    .map(({ id, severity, title, cause, alerts, onsetAt, resolvedAt }) => ({
      id,
      severity,
      title,
      cause: cause ?? alerts[0]?.alert ?? title,
      onsetAt,
      resolvedAt,
    }))
}

/** Of incidents that are over too: what was to be done later is to be done still. */
export async function overdueFollowUps(
  incidents: Pick<IncidentRows, 'list'>,
  now: number,
): Promise<readonly FollowUpFact[]> {
  const today = new Date(now).toISOString().slice(0, 10)
  return (await incidents.list(null, null, listedMax))
    .flatMap(({ id, followUps }) =>
      followUps.flatMap(({ number, text, owner, due, doneAt }) =>
        due === null || due >= today || doneAt !== null ? [] : [{ incident: id, number, text, owner, due }],
      ),
    )
    .sort((one, other) => (one.due < other.due ? -1 : 1))
}

/** One fact for each time that an alert fired; of one that came back the last time is known to the second. */
export async function alertFacts(
  incidents: Pick<IncidentRows, 'list'>,
  since: number,
): Promise<readonly AlertFact[]> {
  const all = (await incidents.list(null, null, listedMax)).filter(
    ({ onsetAt }) => onsetAt >= since - lookBackMs,
  )
  return all
    .flatMap(({ alerts }) => alerts)
    .filter(({ firingAt }) => firingAt >= since)
    .flatMap(({ alert, severity, firingAt, resolvedAt, firings }) =>
      Array.from({ length: Math.max(1, firings) }, () => ({
        alert,
        severity,
        firedAt: firingAt,
        endedAt: resolvedAt,
      })),
    )
}
