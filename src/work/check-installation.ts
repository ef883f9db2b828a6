/** An installation changed: when it is gone or suspended, its work has lost its point. */
import type { InstallationTask } from '../domain/job/job.ts'
import type { CodeHost } from '../ports/code-host/code-host.ts'
import type { Jobs } from '../ports/store/jobs.ts'
import { resultOfHostFailure } from './host-result.ts'
import type { JobResult } from './job-result.ts'
import type { JobContext } from './worker.ts'

export interface InstallationParts {
  readonly jobs: Jobs
  readonly host: CodeHost
  readonly now: () => number
  readonly chance: () => number
}

export async function checkInstallation(
  { jobs, host, now, chance }: InstallationParts,
  { app, installation }: InstallationTask,
  { signal }: JobContext,
): Promise<JobResult> {
  const read = await host.installations.read(installation, signal)
  const isGone = !read.ok && (read.failure.kind === 'not-found' || read.failure.kind === 'gone')
  if (!read.ok && !isGone) return resultOfHostFailure(read.failure, now(), chance())
  if (read.ok && !read.value.isSuspended)
    return { kind: 'done', outcome: 'answered', note: 'The installation is in use.' }
  const ended = await jobs.cancelInstallation(app, installation)
  return {
    kind: 'done',
    outcome: 'answered',
    note: `The installation is gone or suspended; ${ended} jobs were ended.`,
  }
}
