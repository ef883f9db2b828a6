/** What people made of findings, as long as this process lives. */
import { type Demotion, type RuleTally, rejectionKinds } from '../../domain/feedback/feedback.ts'
import { pullRequestKey } from '../../domain/pull-request/pull-request.ts'
import type { Repository } from '../../domain/repository/repository.ts'
import type { Feedback, FeedbackEntry } from '../../ports/store/feedback.ts'

export function createFeedback(): Feedback {
  const said = new Map<string, FeedbackEntry>()
  const demoted = new Map<string, Map<string, Demotion>>()

  function demotionsOf(repository: Repository): Map<string, Demotion> {
    const key = keyOf(repository)
    const there = demoted.get(key) ?? new Map<string, Demotion>()
    demoted.set(key, there)
    return there
  }

  return {
    async record(entries) {
      for (const entry of entries) {
        const { pullRequest, finding, kind, person } = entry
        const key = JSON.stringify([pullRequestKey(pullRequest), finding, kind, person])
        if (!said.has(key)) said.set(key, entry)
      }
    },
    async tally(repository) {
      const here = [...said.values()].filter(
        ({ pullRequest }) => keyOf(pullRequest.repository) === keyOf(repository),
      )
      return [...Map.groupBy(here, ({ rule }) => rule)]
        .map(([rule, entries]) => tallyOf(rule, entries))
        .sort((a, b) => (a.rule < b.rule ? -1 : 1))
    },
    demotions: async (repository) =>
      [...demotionsOf(repository).values()].sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    async demote(repository, demotion) {
      const there = demotionsOf(repository)
      if (!there.has(demotion.rule)) there.set(demotion.rule, demotion)
    },
    async restore(repository, rule) {
      if (!demotionsOf(repository).delete(rule)) return false
      for (const [key, entry] of said) {
        const isHere = keyOf(entry.pullRequest.repository) === keyOf(repository)
        if (isHere && entry.rule === rule && isRejection(entry)) said.delete(key)
      }
      return true
    },
    async repositories() {
      const newestFirst = [...said.values()].sort((a, b) => b.at - a.at)
      const byKey = new Map<string, Repository>()
      for (const { pullRequest } of newestFirst) {
        const key = keyOf(pullRequest.repository)
        if (!byKey.has(key)) byKey.set(key, pullRequest.repository)
      }
      return [...byKey.values()]
    },
  }
}

function keyOf({ app, id }: Repository): string {
  return `${app}/${id}`
}

function isRejection({ kind }: FeedbackEntry): boolean {
  return rejectionKinds.some((rejection) => rejection === kind)
}

function tallyOf(rule: string, entries: readonly FeedbackEntry[]): RuleTally {
  const byKind = { 'thumbs-down': 0, dismissed: 0, 'resolved-unchanged': 0, applied: 0, fixed: 0 }
  for (const { kind } of entries) byKind[kind] += 1
  const people = entries.filter(isRejection).map(({ person }) => person)
  return { rule, byKind, rejectedBy: new Set(people.filter((person) => person !== '')).size }
}
