/**
 * Which incident an alert belongs to. One trouble speaks with many voices: the store goes away, and with it answers,
 * reviews and the queue. Whoever is called needs one incident that says so, not five.
 */
import { type AlertInstance, alertKey } from '../alert/alert.ts'
import { type Incident, type IncidentAlert, isOver } from './incident.ts'

export interface Kinship {
  /** An alert that explains others. */
  readonly cause: string
  readonly effects: readonly string[]
  /** Only where these labels are the same on both. */
  readonly equal: readonly string[]
}

type Told = Pick<AlertInstance, 'alert' | 'labels'>

export type Belonging =
  | { readonly kind: 'known'; readonly incident: Incident }
  | { readonly kind: 'joins'; readonly incident: Incident }
  | { readonly kind: 'reopens'; readonly incident: Incident }
  | { readonly kind: 'opens' }

export interface CorrelationRules {
  readonly kinships: readonly Kinship[]
  /** Alerts of one cause begin within this time of each other. */
  readonly windowMs: number
  readonly reopenWithinMs: number
}

/** @param current not resolved, or resolved a short while ago; newest last */
export function correlate(
  alert: AlertInstance,
  current: readonly Incident[],
  rules: CorrelationRules,
): Belonging {
  const key = alertKey(alert)
  const open = current.filter((incident) => !isOver(incident))
  const known = open.findLast(({ alerts }) => alerts.some((one) => one.key === key))
  if (known !== undefined) return { kind: 'known', incident: known }
  const before = current.findLast(
    (incident) =>
      incident.state === 'RESOLVED' &&
      incident.alerts.some((one) => one.key === key) &&
      alert.firingAt - (incident.resolvedAt ?? 0) <= rules.reopenWithinMs,
  )
  if (before !== undefined) return { kind: 'reopens', incident: before }
  const kin = open.find((incident) => incident.alerts.some((one) => isKin(one, alert, rules)))
  return kin === undefined ? { kind: 'opens' } : { kind: 'joins', incident: kin }
}

function isKin(one: IncidentAlert, other: AlertInstance, { kinships, windowMs }: CorrelationRules): boolean {
  const isExplained = explains(kinships, one, other) || explains(kinships, other, one)
  // While the cause still holds, its effects may come late.
  const isNow = one.resolvedAt === null && isExplained
  if (!isNow && Math.abs(one.activeAt - other.activeAt) > windowMs) return false
  return (
    isExplained ||
    sharesDependency(one, other) ||
    isSameElsewhere(one, other) ||
    areSiblings(kinships, one, other)
  )
}

function explains(kinships: readonly Kinship[], cause: Told, effect: Told): boolean {
  return kinships.some(
    (kinship) =>
      kinship.cause === cause.alert &&
      kinship.effects.includes(effect.alert) &&
      kinship.equal.every((label) => (cause.labels[label] ?? '') === (effect.labels[label] ?? '')),
  )
}

/** Effects may be seen before what causes them. */
function areSiblings(kinships: readonly Kinship[], one: Told, other: Told): boolean {
  return kinships.some(
    ({ effects, equal }) =>
      effects.includes(one.alert) &&
      effects.includes(other.alert) &&
      one.alert !== other.alert &&
      equal.every((label) => (one.labels[label] ?? '') === (other.labels[label] ?? '')),
  )
}

function sharesDependency(
  { labels: one }: Pick<AlertInstance, 'labels'>,
  { labels: other }: Pick<AlertInstance, 'labels'>,
): boolean {
  return one.dependency !== undefined && one.dependency === other.dependency
}

const places: ReadonlySet<string> = new Set(['instance', 'pod', 'job', 'node', 'process', 'role'])

/** The same trouble in another process. */
function isSameElsewhere(one: Told, other: Told): boolean {
  const where = ({ alert, labels }: Told) =>
    alertKey({
      alert,
      labels: Object.fromEntries(Object.entries(labels).filter(([name]) => !places.has(name))),
    })
  return where(one) === where(other)
}
