/** From a task to its handler, under the breaker of the code host that it needs. */
import { appOfTask } from '../domain/job/app-of-task.ts'
import type { Task } from '../domain/job/job.ts'
import type { AppName } from '../domain/repository/repository.ts'
import type { CircuitName, Circuits } from '../ports/circuit/circuit.ts'
import type { CodeHost } from '../ports/code-host/code-host.ts'
import type { JobResult } from './job-result.ts'
import type { JobContext } from './worker.ts'

export interface Handlers {
  readonly circuits: Circuits
  /** Null for an App that is not configured any more. */
  readonly hostOf: (app: AppName) => CodeHost | null
  readonly handle: (host: CodeHost, task: Task, context: JobContext) => Promise<JobResult>
}

export async function handleTask(
  { circuits, hostOf, handle }: Handlers,
  task: Task,
  context: JobContext,
): Promise<JobResult> {
  const app = appOfTask(task)
  const host = hostOf(app)
  if (host === null) return { kind: 'retry', reason: `The App ${app} is not configured here.` }
  const circuit: CircuitName = { kind: 'dependency', subject: `github/${app}` }
  const admission = await circuits.admit(circuit)
  if (admission.kind === 'refused') {
    const { until, reason } = admission
    return { kind: 'park', until, reason: `The code host's breaker is open: ${reason}`, isOutage: false }
  }
  const result = await handle(host, task, context)
  if (result.kind === 'park' && result.isOutage) {
    const { state, openUntil } = await circuits.failed(circuit, result.reason)
    return state === 'open' && openUntil !== null
      ? { ...result, until: Math.max(result.until, openUntil) }
      : result
  }
  await circuits.succeeded(circuit)
  return result
}
