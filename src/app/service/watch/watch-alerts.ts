/** The alerts of a process of the leader role, from its series to whoever has to hear of them. */
import type { Incidents } from '../../../ops/incidents/incidents.ts'
import type { Backbone } from '../backbone.ts'
import { startEvaluator } from './evaluator.ts'
import { joinEnds } from './join-ends.ts'
import type { RunningRecorder } from './recorder.ts'
import type { Repeated } from './repeat.ts'

export interface AlertWatchParts {
  readonly backbone: Backbone
  readonly incidents: Incidents
  readonly recorder: RunningRecorder
  readonly isLeading: () => boolean
}

export function watchAlerts({ backbone, incidents, recorder, isLeading }: AlertWatchParts): Repeated {
  const ends = joinEnds({ backbone, incidents, live: recorder.live })
  const evaluator = startEvaluator({ backbone, isLeading, ...ends })
  const heartbeat = backbone.notifications.startHeartbeat(evaluator.watchdogSeenAt)
  return {
    async stop() {
      await Promise.all([evaluator.stop(), heartbeat.stop()])
    },
  }
}
