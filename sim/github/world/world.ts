/** Everything the simulated GitHub knows: plain maps, changed by the modules of each concept. */
import type { App } from '../apps/app.ts'
import type { Installation } from '../apps/installation.ts'
import type { InstallationToken } from '../apps/installation-token.ts'
import type { ManifestConversion } from '../apps/manifest.ts'
import type { CheckRun, CheckSuite } from '../checks/check-run.ts'
import type { IssueComment } from '../comments/issue-comment.ts'
import type { Diffs } from '../git/diff.ts'
import type { GitProgram } from '../git/git-program.ts'
import type { PullRequest } from '../pulls/pull-request.ts'
import type { Repository } from '../repositories/repository.ts'
import type { Review } from '../reviews/review.ts'
import type { ReviewComment, ReviewThread } from '../reviews/review-thread.ts'
import type { WebhookSender } from '../webhooks/webhook-sender.ts'
import { type Account, createAccount } from './account.ts'
import type { Ids } from './ids.ts'
import type { SizeLimits } from './size-limits.ts'

export interface Urls {
  /** `http://127.0.0.1:PORT`, pages and git. */
  readonly html: string
  /** The REST root, without a slash at its end. */
  readonly api: string
}

export interface World {
  readonly urls: Urls
  readonly folder: string
  readonly clock: () => number
  readonly random: () => number
  readonly ids: Ids
  readonly sizes: SizeLimits
  readonly tokenLifetimeMs: number
  readonly git: GitProgram
  readonly diffs: Diffs
  readonly webhooks: WebhookSender
  /** By login in lower case. */
  readonly accounts: Map<string, Account>
  readonly apps: Map<number, App>
  readonly installations: Map<number, Installation>
  readonly installationTokens: Map<string, InstallationToken>
  readonly personTokens: Map<string, Account>
  readonly manifests: Map<string, ManifestConversion>
  /** By `owner/name` in lower case. */
  readonly repositories: Map<string, Repository>
  readonly issueComments: Map<number, IssueComment>
  readonly reviewComments: Map<number, ReviewComment>
  readonly reviews: Map<number, Review>
  readonly threads: Map<string, ReviewThread>
  readonly checkRuns: Map<number, CheckRun>
  readonly checkSuites: Map<number, CheckSuite>
}

export function accountNamed(world: World, login: string): Account {
  const account = world.accounts.get(login.toLowerCase())
  if (account === undefined) throw new Error(`no such account: ${login}`)
  return account
}

export function addAccount(
  world: World,
  login: string,
  kind: Account['kind'],
  token: string | null,
): Account {
  const known = world.accounts.get(login.toLowerCase())
  if (known !== undefined) return known
  const account = createAccount({ id: world.ids.next(), login, kind, token })
  world.accounts.set(login.toLowerCase(), account)
  if (token !== null) world.personTokens.set(token, account)
  return account
}

export function repositoryNamed(world: World, fullName: string): Repository {
  const repository = world.repositories.get(fullName.toLowerCase())
  if (repository === undefined) throw new Error(`no such repository: ${fullName}`)
  return repository
}

export function pullNumbered(world: World, fullName: string, number: number): PullRequest {
  const pull = repositoryNamed(world, fullName).pulls.get(number)
  if (pull === undefined) throw new Error(`no such pull request: ${fullName}#${number}`)
  return pull
}
