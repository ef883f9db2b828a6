/**
 * What has to have happened by when (R29-R52). Each clock is met by what the incident shows, not by a tick in a list.
 * C2: the recovery time of fifteen minutes is a clock of its own beside the phases of the people.
 */
import type { AlertSeverity } from '../alert/alert.ts'
import { type Incident, type IncidentClock, isOver } from './incident.ts'

export interface PhaseClock {
  readonly name: string
  /** Lines of the requirements. */
  readonly lines: readonly string[]
  /** What should have happened, as a clause: `somebody has acknowledged it`. */
  readonly about: string
  readonly dueAfterMs: number
  readonly isMet: (incident: Incident) => boolean
}

const minuteMs = 60_000

const isTaken = ({ state }: Incident) => state !== 'OPEN'
const hasLookedAt =
  (...probes: readonly string[]) =>
  ({ evidence }: Incident) =>
    probes.every((probe) => evidence?.answered.includes(probe))

const p1: readonly PhaseClock[] = [
  {
    name: 'acknowledge',
    lines: ['R29'],
    about: 'somebody has acknowledged it',
    dueAfterMs: 5 * minuteMs,
    isMet: isTaken,
  },
  {
    name: 'status-and-logs',
    lines: ['R30'],
    about: 'health and the last errors have been looked at',
    dueAfterMs: 5 * minuteMs,
    isMet: hasLookedAt('health', 'errors'),
  },
  {
    name: 'dependencies',
    lines: ['R31', 'R35'],
    about: 'the dependencies have been looked at',
    dueAfterMs: 5 * minuteMs,
    isMet: hasLookedAt('dependencies'),
  },
  {
    name: 'channel',
    lines: ['R32'],
    about: 'the channel knows of it',
    dueAfterMs: 5 * minuteMs,
    isMet: ({ channelOpenedAt }) => channelOpenedAt !== null,
  },
  {
    name: 'investigate',
    lines: ['R29', 'R33'],
    about: 'somebody investigates',
    dueAfterMs: 10 * minuteMs,
    isMet: ({ investigatingAt }) => investigatingAt !== null,
  },
  {
    name: 'changes',
    lines: ['R34'],
    about: 'deployments and changes before it have been looked at',
    dueAfterMs: 15 * minuteMs,
    isMet: hasLookedAt('changes'),
  },
  {
    name: 'hypothesis',
    lines: ['R36'],
    about: 'there is a hypothesis',
    dueAfterMs: 15 * minuteMs,
    isMet: ({ hypothesis }) => hypothesis !== null,
  },
  {
    name: 'recovery-time',
    lines: ['R3'],
    about: 'the service is back, by hand or by itself',
    dueAfterMs: 15 * minuteMs,
    isMet: ({ mitigatedAt }) => mitigatedAt !== null,
  },
  {
    name: 'mitigation',
    lines: ['R37', 'R38', 'R39', 'R40'],
    about: 'something has been done against it',
    dueAfterMs: 30 * minuteMs,
    isMet: ({ mitigatingAt, mitigatedAt }) => mitigatingAt !== null || mitigatedAt !== null,
  },
]

const p2: readonly PhaseClock[] = [
  {
    name: 'acknowledge',
    lines: ['R29'],
    about: 'somebody has acknowledged it',
    dueAfterMs: 10 * minuteMs,
    isMet: isTaken,
  },
  {
    name: 'assessment',
    lines: ['R45', 'R46', 'R47'],
    about: 'impact, urgency and plan are written down',
    dueAfterMs: 10 * minuteMs,
    isMet: ({ assessment }) => assessment !== null,
  },
  {
    name: 'status-message',
    lines: ['R48'],
    about: 'a person has told the channel how it stands',
    dueAfterMs: 10 * minuteMs,
    isMet: ({ statusAt }) => statusAt !== null,
  },
  {
    name: 'hypothesis',
    lines: ['R49'],
    about: 'the cause is known or supposed',
    dueAfterMs: 60 * minuteMs,
    isMet: ({ hypothesis }) => hypothesis !== null,
  },
  {
    name: 'mitigation',
    lines: ['R50'],
    about: 'a fix is in place',
    dueAfterMs: 60 * minuteMs,
    isMet: ({ mitigatingAt, mitigatedAt }) => mitigatingAt !== null || mitigatedAt !== null,
  },
  {
    name: 'resolution',
    lines: ['R51', 'R52'],
    about: 'the fix is verified and has been watched',
    dueAfterMs: 60 * minuteMs,
    isMet: isOver,
  },
]

export const phaseClocks: Readonly<Record<AlertSeverity, readonly PhaseClock[]>> = { P1: p1, P2: p2, P3: p2 }

/** @param from when the time begins to run */
export function startClocks(severity: AlertSeverity, from: number): readonly IncidentClock[] {
  return phaseClocks[severity].map(({ name, dueAfterMs }) => ({
    name,
    dueAt: from + dueAfterMs,
    metAt: null,
    breachedAt: null,
  }))
}

export function phaseClock(severity: AlertSeverity, name: string): PhaseClock | null {
  return phaseClocks[severity].find((clock) => clock.name === name) ?? null
}

/** Those that are met by how it stands now are marked so; one that was breached before keeps its breach. */
export function meetClocks(incident: Incident, at: number): Incident {
  const clocks = incident.clocks.map((clock) =>
    clock.metAt === null && phaseClock(incident.severity, clock.name)?.isMet(incident) === true
      ? { ...clock, metAt: at }
      : clock,
  )
  return { ...incident, clocks }
}

/** Neither met nor noted as breached. */
export function runningClocks(incident: Incident): readonly IncidentClock[] {
  if (isOver(incident)) return []
  return incident.clocks.filter(({ metAt, breachedAt }) => metAt === null && breachedAt === null)
}
