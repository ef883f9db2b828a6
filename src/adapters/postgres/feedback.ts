/** What people made of findings, and the rules that are demoted for it. */
import { type FeedbackKind, type RuleTally, rejectionKinds } from '../../domain/feedback/feedback.ts'
import type { Feedback, FeedbackEntry } from '../../ports/store/feedback.ts'
import type { Database, Statement } from './database.ts'
import { repositoryFrom } from './review-memory.ts'
import { timeOf } from './times.ts'

const recordFeedback: Statement = {
  name: 'record_feedback',
  text: `with said as (
      select * from unnest(
        $1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[],
        $9::text[], $10::text[], $11::text[], $12::timestamptz[]
      ) as s (app, repository_id, installation, owner, name, number, finding, rule, kind, person, reason, said_at)
    ), repositories as (
      insert into feedback_repositories (app, repository_id, installation, owner, name, said_at)
      select distinct on (app, repository_id) app, repository_id, installation, owner, name, said_at
      from said order by app, repository_id, said_at desc
      on conflict (app, repository_id) do update set
        installation = excluded.installation, owner = excluded.owner, name = excluded.name, said_at = excluded.said_at
      where feedback_repositories.said_at <= excluded.said_at
    )
    insert into feedback (app, repository_id, rule, number, finding, kind, person, reason, said_at)
    select app, repository_id, rule, number, finding, kind, person, nullif(reason, ''), said_at from said
    on conflict do nothing`,
}

const tallyRules: Statement = {
  name: 'tally_rules',
  text: `select rule, kind, count(*)::integer as count from feedback
    where app = $1 and repository_id = $2 group by rule, kind order by rule`,
}

const countRejecters: Statement = {
  name: 'count_rejecters',
  text: `select rule, count(distinct person)::integer as people from feedback
    where app = $1 and repository_id = $2 and kind = any ($3::text[]) and person <> '' group by rule`,
}

const restoreRule: Statement = {
  name: 'restore_rule',
  text: `with restored as (
      delete from demotions where app = $1 and repository_id = $2 and rule = $3 returning rule
    ), forgotten as (
      delete from feedback
      where app = $1 and repository_id = $2 and rule = (select rule from restored) and kind = any ($4::text[])
    )
    select rule from restored`,
}

export function createFeedback({ run, tables }: Database): Feedback {
  return {
    async record(entries) {
      if (entries.length > 0) await run(recordFeedback, columnsOf(entries))
    },
    async tally({ app, id }) {
      const counts = await run<{ rule: string; kind: FeedbackKind; count: number }>(tallyRules, [app, id])
      const people = await run<{ rule: string; people: number }>(countRejecters, [app, id, rejectionKinds])
      const rejecters = new Map(people.map((row) => [row.rule, row.people]))
      return [...Map.groupBy(counts, ({ rule }) => rule)].map(([rule, rows]): RuleTally => {
        const byKind = { 'thumbs-down': 0, dismissed: 0, 'resolved-unchanged': 0, applied: 0, fixed: 0 }
        for (const { kind, count } of rows) byKind[kind] = count
        return { rule, byKind, rejectedBy: rejecters.get(rule) ?? 0 }
      })
    },
    async demotions({ app, id }) {
      const rows = await tables
        .selectFrom('demotions')
        .select(['rule', 'reason', 'demoted_at'])
        .where((is) => is.and({ app, repository_id: String(id) }))
        .orderBy('rule')
        .execute()
      return rows.map(({ rule, reason, demoted_at }) => ({ rule, reason, at: demoted_at }))
    },
    async demote({ app, id }, { rule, reason, at }) {
      await tables
        .insertInto('demotions')
        .values({ app, repository_id: id, rule, reason, demoted_at: timeOf(at) })
        .onConflict((there) => there.doNothing())
        .execute()
    },
    async restore({ app, id }, rule) {
      return (await run(restoreRule, [app, id, rule, rejectionKinds])).length > 0
    },
    async repositories() {
      const rows = await tables
        .selectFrom('feedback_repositories')
        .selectAll()
        .orderBy('said_at', 'desc')
        .execute()
      return rows.map(repositoryFrom)
    },
  }
}

/** One array a column: one statement whatever their number. */
function columnsOf(entries: readonly FeedbackEntry[]) {
  const repositories = entries.map(({ pullRequest }) => pullRequest.repository)
  return [
    repositories.map(({ app }) => app),
    repositories.map(({ id }) => id),
    repositories.map(({ installation }) => installation),
    repositories.map(({ owner }) => owner),
    repositories.map(({ name }) => name),
    entries.map(({ pullRequest }) => pullRequest.number),
    entries.map(({ finding }) => finding),
    entries.map(({ rule }) => rule),
    entries.map(({ kind }) => kind),
    entries.map(({ person }) => person),
    entries.map(({ reason }) => reason ?? ''),
    entries.map(({ at }) => timeOf(at)),
  ]
}
