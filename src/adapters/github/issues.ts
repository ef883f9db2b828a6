/** Issues of ours. Whose an issue is, is the host's word: the App that it was opened through. */
import { z } from 'zod'
import { succeed } from '../../domain/outcome.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { HostedIssue, Issues } from '../../ports/code-host/issues.ts'
import { Anything, type Api } from './api/create-api.ts'
import { locate, locateIssue } from './locations.ts'
import { Id } from './shapes.ts'

export const IssueAnswer = z.object({
  number: Id,
  html_url: z.string(),
  state: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  performed_via_github_app: z.object({ id: Id }).nullish(),
  /** Of a pull request, which the host lists among the issues. */
  pull_request: z.unknown().optional(),
})

export const IssueCommentAnswer = z.object({ html_url: z.string(), body: z.string().nullish() })

const pagesMax = 3

export interface IssuesOptions {
  readonly api: Api
  /** Null: whose the credentials are is not known, and issues of all Apps are listed. */
  readonly appId: number | null
}

export function createIssues({ api, appId }: IssuesOptions): Issues {
  return {
    async read(repository, number, signal) {
      const location = locateIssue(repository, number)
      if (!location.ok) return location
      const answer = await api.call({
        ...location.value,
        route: 'GET /repos/{owner}/{repo}/issues/{issue_number}',
        schema: IssueAnswer,
        signal,
      })
      if (!answer.ok) return isNowhere(answer.failure) ? succeed(null) : answer
      const { title, body, pull_request: pull } = answer.value.value
      return succeed(pull === undefined ? { title, body: body ?? '' } : null)
    },

    async open(repository, { title, body, labels }, signal) {
      const location = locate(repository)
      if (!location.ok) return location
      const answer = await api.call({
        ...location.value,
        route: 'POST /repos/{owner}/{repo}/issues',
        body: { title, body, labels },
        schema: IssueAnswer,
        signal,
      })
      return answer.ok ? succeed(issueFrom(answer.value.value)) : answer
    },

    async listOwn(repository, label, signal) {
      const location = locate(repository)
      if (!location.ok) return location
      const { installation, parameters } = location.value
      const listed = await api.pages({
        installation,
        route: 'GET /repos/{owner}/{repo}/issues',
        parameters: { ...parameters, state: 'all', labels: label, sort: 'created', direction: 'desc' },
        schema: z.array(IssueAnswer),
        signal,
        pagesMax,
      })
      if (!listed.ok) return listed
      return succeed(
        listed.value.items
          .filter((issue) => issue.pull_request === undefined)
          .filter(({ performed_via_github_app: through }) => appId === null || through?.id === appId)
          .map(issueFrom),
      )
    },

    async comment(repository, number, body, signal) {
      const location = locateIssue(repository, number)
      if (!location.ok) return location
      const answer = await api.call({
        ...location.value,
        route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
        body: { body },
        schema: IssueCommentAnswer,
        signal,
      })
      return answer.ok ? succeed({ url: answer.value.value.html_url }) : answer
    },

    async comments(repository, number, signal) {
      const location = locateIssue(repository, number)
      if (!location.ok) return location
      const listed = await api.pages({
        ...location.value,
        route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        schema: z.array(IssueCommentAnswer),
        signal,
        pagesMax,
      })
      if (!listed.ok) return listed
      return succeed(listed.value.items.map(({ body, html_url: url }) => ({ body: body ?? '', url })))
    },

    async setOpen(repository, number, isOpen, signal) {
      const location = locateIssue(repository, number)
      if (!location.ok) return location
      const answer = await api.call({
        ...location.value,
        route: 'PATCH /repos/{owner}/{repo}/issues/{issue_number}',
        body: isOpen ? { state: 'open' } : { state: 'closed', state_reason: 'completed' },
        schema: Anything,
        signal,
      })
      return answer.ok ? succeed(undefined) : answer
    },
  }
}

function isNowhere({ kind }: HostFailure): boolean {
  return kind === 'not-found' || kind === 'gone'
}

function issueFrom({ number, html_url: url, state, body }: z.infer<typeof IssueAnswer>): HostedIssue {
  return { number, url, isOpen: state === 'open', body: body ?? '' }
}
