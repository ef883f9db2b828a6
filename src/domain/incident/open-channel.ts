/** The channel knows of an incident once a message about it was taken there; that one was written says nothing. */
import { type Incident, isOver } from './incident.ts'
import { conclude, type IncidentChange, proceed, unchanged } from './incident-change.ts'

/** Whether somebody has to look if the channel was told. */
export function isChannelAwaited(incident: Pick<Incident, 'state' | 'channelOpenedAt'>): boolean {
  return incident.channelOpenedAt === null && !isOver(incident)
}

/** @returns null when that is known */
export function openChannel(incident: Incident, toldAt: number, at: number): IncidentChange | null {
  if (!isChannelAwaited(incident)) return null
  return conclude(proceed(unchanged(incident), { set: { channelOpenedAt: toldAt } }), at)
}
