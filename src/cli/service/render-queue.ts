/** What `autogen-bot queue` says: pure functions from facts to text. */
import type { QueueStatus } from '../../app/service/operate/queue.ts'
import type { Job } from '../../domain/job/job.ts'
import { nameOfPullRequest } from '../../domain/pull-request/pull-request.ts'
import { printable } from '../../domain/text/printable.ts'

export function renderQueueStatus({ isPaused, rows, entries, unfinished }: QueueStatus, now: number): string {
  const lanes = Object.entries(rows.waitingByLane)
    .filter(([, count]) => count > 0)
    .map(([lane, count]) => `${lane} ${count}`)
    .join(', ')
  const age = rows.oldestWaitingSince === null ? '' : `, the oldest for ${ago(rows.oldestWaitingSince, now)}`
  const lines = [
    isPaused ? 'PAUSED: nothing new is begun. "autogen-bot queue resume" goes on.' : 'The queue is open.',
    `waiting    ${rows.byState.waiting}${lanes === '' ? '' : ` (${lanes}${age})`}`,
    `parked     ${rows.byState.parked}`,
    `active     ${rows.byState.active}`,
    `dead       ${rows.byState.dead}${rows.byState.dead > 0 ? '   "autogen-bot queue retry --all" begins them again' : ''}`,
    entries === null
      ? 'The queue itself cannot be reached; its jobs are safe in the store.'
      : `entries    ${entries.waiting} waiting, ${entries.parked} parked, ${entries.active} active`,
  ]
  const jobs = unfinished.map(
    (job) => `${job.id.padStart(8)}  ${job.state.padEnd(8)} ${describeTask(job)}${reasonOf(job)}`,
  )
  return `${[...lines, ...(jobs.length > 0 ? ['', ...jobs] : [])].join('\n')}\n`
}

export function renderJob(job: Job, now: number): string {
  const facts: readonly (readonly [string, string])[] = [
    ['job', job.id],
    ['what', describeTask(job)],
    ['state', job.state],
    ['lane', job.lane],
    ['tries', String(job.attempts)],
    ['created', `${ago(job.createdAt, now)} ago`],
    ['started', job.startedAt === null ? 'not yet' : `${ago(job.startedAt, now)} ago`],
    ['ended', job.finishedAt === null ? 'not yet' : `${ago(job.finishedAt, now)} ago`],
    ['until', job.notBefore === null || job.notBefore <= now ? '' : `in ${ago(now, job.notBefore)}`],
    ['why', printable(job.reason ?? '')],
  ]
  return `${facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name.padEnd(8)} ${value}`)
    .join('\n')}\n`
}

function describeTask({ task }: Job): string {
  switch (task.kind) {
    case 'review':
      return printable(
        `review of ${nameOfPullRequest(task.pullRequest)}${task.mode === 'full' ? ' (full)' : ''}`,
      )
    case 'answer':
      return printable(`answer to a comment on ${nameOfPullRequest(task.pullRequest)}`)
    case 'installation':
      return `installation ${task.installation} of ${printable(task.app)}`
    case 'config':
      return printable(`configuration of ${task.repository.owner}/${task.repository.name}`)
  }
}

function reasonOf({ reason }: Job): string {
  return reason === null ? '' : `: ${printable(reason)}`
}

/** `3 s`, `4 min`, `5 h`, `6 d` */
export function ago(from: number, to: number): string {
  const seconds = Math.max(0, Math.round((to - from) / 1000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`
}
