/** Links by which pages are answered, over the use case that the command line and the API call too. */
import type { Actor } from '../../domain/actor/actor.ts'
import type { Incidents } from '../../ops/incidents/incidents.ts'
import type { AckLinks, Acknowledged } from '../../ops/notifications/ack-links.ts'
import type { Backbone } from './backbone.ts'

export function openAckLinks(
  { notifications }: Pick<Backbone, 'notifications'>,
  incidents: Pick<Incidents, 'command'>,
): AckLinks {
  return notifications.ackLinks(async (incident: number, actor: Actor): Promise<Acknowledged> => {
    const done = await incidents.command(incident, { kind: 'acknowledge' }, actor)
    return done.ok ? { kind: 'acknowledged' } : { kind: 'not-needed', reason: done.failure.message }
  })
}
