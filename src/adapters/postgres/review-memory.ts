/** What was published where, and what people decided about it. */
import type { FindingId } from '../../domain/finding/finding.ts'
import type { PullRequestRef } from '../../domain/pull-request/pull-request.ts'
import type { CommitSha } from '../../domain/repository/commit-sha.ts'
import type { AppName, InstallationId, Repository, RepositoryId } from '../../domain/repository/repository.ts'
import type { ReviewReport } from '../../domain/review/report.ts'
import {
  conclusionOfConfigErrors,
  type ReviewMemory,
  type ReviewRecord,
  type ReviewResult,
} from '../../ports/store/review-memory.ts'
import type { Database } from './database.ts'
import { timeOf } from './times.ts'

export function createReviewMemory({ tables }: Pick<Database, 'tables'>): ReviewMemory {
  return {
    async last(pullRequest) {
      const row = await tables
        .selectFrom('reviews')
        .select(['head', 'base', 'result', 'note', 'conclusion', 'report', 'finished_at', 'latency_seconds'])
        .where((is) => is.and(placeOf(pullRequest)))
        .executeTakeFirst()
      if (row === undefined) return null
      return {
        head: row.head as CommitSha,
        base: row.base as CommitSha,
        result: row.result as ReviewResult,
        note: row.note,
        conclusion: row.conclusion,
        report: row.report === null ? null : (JSON.parse(row.report) as ReviewReport),
        finishedAt: row.finished_at,
        latencySeconds: row.latency_seconds,
      }
    },
    async record(pullRequest, review) {
      const { owner, name, installation } = pullRequest.repository
      const facts = {
        owner,
        name,
        installation,
        head: review.head,
        base: review.base,
        result: review.result,
        note: review.note,
        conclusion: review.conclusion,
        report: review.report === null ? null : JSON.stringify(review.report),
        finished_at: timeOf(review.finishedAt),
        latency_seconds: review.latencySeconds,
      }
      const reviewed = isReviewed(review) ? { reviewed_head: review.head } : {}
      await tables
        .insertInto('reviews')
        .values({ ...placeOf(pullRequest), ...facts, ...reviewed })
        .onConflict((there) =>
          there.columns(['app', 'repository_id', 'number']).doUpdateSet({ ...facts, ...reviewed }),
        )
        .execute()
    },
    async openChecks(pullRequest) {
      const rows = await tables
        .selectFrom('open_checks')
        .select(['check_run', 'head'])
        .where((is) => is.and(placeOf(pullRequest)))
        .orderBy('check_run')
        .execute()
      return rows.map(({ check_run, head }) => ({ checkRun: Number(check_run), head: head as CommitSha }))
    },
    async checkOpened(pullRequest, { checkRun, head }) {
      await tables
        .insertInto('open_checks')
        .values({ ...placeOf(pullRequest), check_run: checkRun, head })
        .onConflict((there) =>
          there.columns(['app', 'repository_id', 'number', 'check_run']).doUpdateSet({ head }),
        )
        .execute()
    },
    async checkClosed(pullRequest, checkRun) {
      await tables
        .deleteFrom('open_checks')
        .where((is) => is.and({ ...placeOf(pullRequest), check_run: String(checkRun) }))
        .execute()
    },
    async dismissals(pullRequest) {
      const rows = await tables
        .selectFrom('dismissals')
        .select(['finding', 'dismissed_by', 'reason', 'dismissed_at'])
        .where((is) => is.and(placeOf(pullRequest)))
        .orderBy('dismissed_at')
        .execute()
      return rows.map((row) => ({
        finding: row.finding as FindingId,
        by: row.dismissed_by,
        reason: row.reason,
        at: row.dismissed_at,
      }))
    },
    async dismiss(pullRequest, { finding, by, reason, at }) {
      await tables
        .insertInto('dismissals')
        .values({ ...placeOf(pullRequest), finding, dismissed_by: by, reason, dismissed_at: timeOf(at) })
        .onConflict((there) => there.doNothing())
        .execute()
    },
    async pausedBy(pullRequest) {
      const row = await tables
        .selectFrom('pauses')
        .select('paused_by')
        .where((is) => is.and(placeOf(pullRequest)))
        .executeTakeFirst()
      return row?.paused_by ?? null
    },
    async setPaused(pullRequest, by) {
      if (by === null) {
        await tables
          .deleteFrom('pauses')
          .where((is) => is.and(placeOf(pullRequest)))
          .execute()
        return
      }
      await tables
        .insertInto('pauses')
        .values({ ...placeOf(pullRequest), paused_by: by })
        .onConflict((there) =>
          there.columns(['app', 'repository_id', 'number']).doUpdateSet({ paused_by: by }),
        )
        .execute()
    },
    async reviewedHeads({ app, id }) {
      const rows = await tables
        .selectFrom('reviews')
        .select(['number', 'reviewed_head'])
        .where((is) => is.and({ app, repository_id: String(id) }))
        .where('reviewed_head', 'is not', null)
        .execute()
      return new Map(rows.map(({ number, reviewed_head }) => [Number(number), reviewed_head as CommitSha]))
    },
    async waitingForConfig({ app, id }) {
      const rows = await tables
        .selectFrom('reviews')
        .select(['app', 'repository_id', 'number', 'installation', 'owner', 'name'])
        .where((is) => is.and({ app, repository_id: String(id), conclusion: conclusionOfConfigErrors }))
        .orderBy('number')
        .execute()
      return rows.map((row) => ({ repository: repositoryFrom(row), number: Number(row.number) }))
    },
  }
}

export interface RepositoryRow {
  readonly app: string
  readonly repository_id: string
  readonly installation: string
  readonly owner: string
  readonly name: string
}

export function repositoryFrom(row: RepositoryRow): Repository {
  return {
    app: row.app as AppName,
    installation: Number(row.installation) as InstallationId,
    id: Number(row.repository_id) as RepositoryId,
    owner: row.owner,
    name: row.name,
  }
}

function placeOf({ repository, number }: PullRequestRef) {
  return { app: repository.app, repository_id: String(repository.id), number: String(number) }
}

function isReviewed({ result, conclusion }: ReviewRecord): boolean {
  return result === 'published' || (result === 'skipped' && conclusion !== conclusionOfConfigErrors)
}
