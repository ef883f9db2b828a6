/** Pull requests as they are now. */
import { z } from 'zod'
import { fail, succeed } from '../../domain/outcome.ts'
import type { CommitSha } from '../../domain/repository/commit-sha.ts'
import { nameOfRepository, type Repository } from '../../domain/repository/repository.ts'
import type { Pulls } from '../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Api } from './api/create-api.ts'
import { hostFailure } from './api/failures.ts'
import { locate, locatePull } from './locations.ts'
import { Sha } from './shapes.ts'

export const PullAnswer = z.object({
  number: z.int().positive(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  draft: z.boolean().optional(),
  user: z.object({ login: z.string(), type: z.string() }).nullable(),
  head: z.object({ sha: Sha, repo: z.object({ id: z.number() }).nullable() }),
  base: z.object({
    sha: Sha,
    ref: z.string(),
    repo: z.object({ id: z.number(), default_branch: z.string() }),
  }),
  labels: z.array(z.object({ name: z.string() })),
  html_url: z.string(),
})

export const PullListAnswer = z.array(
  z.object({ number: z.int().positive(), draft: z.boolean().optional(), head: z.object({ sha: Sha }) }),
)

export const RefAnswer = z.object({ object: z.object({ sha: Sha }) })

/** Repositories with more than 10,000 open pull requests have other worries. */
const pagesMax = 100

export function createPulls({ api, log }: { readonly api: Api; readonly log: Log }): Pulls {
  return {
    async read(pullRequest, signal) {
      const location = locatePull(pullRequest)
      if (!location.ok) return location
      const answer = await api.call({
        ...location.value,
        route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
        schema: PullAnswer,
        signal,
      })
      if (!answer.ok) return answer
      const pull = answer.value.value
      if (pull.base.repo.id !== pullRequest.repository.id)
        return fail(otherRepository(pullRequest.repository))
      return succeed({
        repository: pullRequest.repository,
        number: pull.number,
        title: pull.title,
        body: pull.body ?? '',
        state: pull.state,
        isMerged: pull.merged,
        isDraft: pull.draft ?? false,
        author: pull.user?.login ?? null,
        authorIsBot: pull.user?.type === 'Bot',
        head: pull.head.sha,
        base: pull.base.sha,
        baseBranch: pull.base.ref,
        defaultBranch: pull.base.repo.default_branch,
        isFromFork: pull.head.repo?.id !== pull.base.repo.id,
        labels: pull.labels.map(({ name }) => name),
        url: pull.html_url,
      })
    },

    async readBaseTip(pullRequest, signal) {
      const location = locate(pullRequest.repository)
      if (!location.ok) return location
      const { installation, parameters } = location.value
      const answer = await api.call({
        installation,
        route: 'GET /repos/{owner}/{repo}/git/ref/{ref}',
        parameters: { ...parameters, ref: `heads/${pullRequest.baseBranch}` },
        schema: RefAnswer,
        signal,
      })
      if (answer.ok) return succeed(answer.value.value.object.sha)
      return answer.failure.kind === 'not-found' ? succeed(null) : answer
    },

    async listOpen(repository, signal) {
      const location = locate(repository)
      if (!location.ok) return location
      const { installation, parameters } = location.value
      const listed = await api.pages({
        installation,
        route: 'GET /repos/{owner}/{repo}/pulls',
        parameters: { ...parameters, state: 'open', sort: 'created', direction: 'asc' },
        schema: PullListAnswer,
        signal,
        pagesMax,
      })
      if (!listed.ok) return listed
      if (!listed.value.isComplete) {
        const read = listed.value.items.length
        log.warn({ repository: nameOfRepository(repository), read }, 'More open pull requests than are read')
      }
      // A pull request that was opened or closed meanwhile moves the others to another page.
      const byNumber = new Map<number, { readonly head: CommitSha; readonly draft?: boolean | undefined }>()
      for (const { number, head, draft } of listed.value.items)
        byNumber.set(number, { head: head.sha, draft })
      return succeed(
        [...byNumber]
          .sort(([a], [b]) => a - b)
          .map(([number, { head, draft }]) => ({ number, head, isDraft: draft ?? false })),
      )
    },
  }
}

/** Names go to others when repositories are renamed or removed; the number stays. */
function otherRepository(repository: Repository): HostFailure {
  return hostFailure({
    kind: 'not-found',
    message: `${nameOfRepository(repository)} is another repository by now.`,
    remedy: 'Nothing: the next webhook brings its new name.',
    status: 200,
  })
}
