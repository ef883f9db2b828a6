/** What a simulated GitHub is started with, and the words in which a test or a demo tells it what to do. */
import type { Permissions } from './apps/app.ts'
import type { RateLimitOptions } from './limits/rate-limits.ts'
import type { FileChanges } from './repositories/write-commit.ts'
import type { SizeLimits } from './world/size-limits.ts'

export interface SimulatedGitHubOptions {
  /** Of everything that happens by chance: faults, tokens. */
  readonly seed?: number
  /** Milliseconds since 1970; the machine's clock when left out. */
  readonly clock?: () => number
  /** An hour when left out. */
  readonly tokenLifetimeMs?: number
  /** Ten seconds when left out. */
  readonly webhookTimeoutMs?: number
  /** GitHub's own where left out; `unlimited` for benchmarks. */
  readonly rateLimits?: Partial<RateLimitOptions> | 'unlimited'
  readonly sizes?: Partial<SizeLimits>
}

export interface AppRegistration {
  readonly slug: string
  readonly name?: string
  readonly owner?: string
  readonly permissions: Permissions
  readonly events: readonly string[]
  readonly webhookUrl?: string
  readonly webhookSecret?: string
}

export interface RegisteredApp {
  readonly appId: number
  readonly clientId: string
  readonly privateKeyPem: string
  /** `slug[bot]` */
  readonly botLogin: string
  readonly botUserId: number
}

export interface RepositoryCreation {
  readonly owner: string
  readonly name: string
  readonly files: FileChanges
  /** `main` when left out. */
  readonly defaultBranch?: string
  /** True when left out. */
  readonly isPrivate?: boolean
}

/** A repository that is there already, taken over with the branches that are named. */
export interface RepositoryImport {
  readonly owner: string
  readonly name: string
  /** A git repository on this machine; it is only read. */
  readonly folder: string
  /** The default branch first. */
  readonly branches: readonly [string, ...string[]]
  /** True when left out. */
  readonly isPrivate?: boolean
}

export interface PushOptions {
  /** Login; the owner when left out. */
  readonly by?: string
  readonly message?: string
  /** Commits on something else than the branch's tip; needs `force` when the tip would be lost. */
  readonly parent?: string
  readonly force?: boolean
}

export interface PullRequestOpening {
  readonly repo: string
  readonly head: string
  readonly base?: string
  readonly title?: string
  readonly body?: string
  readonly author: string
  readonly draft?: boolean
  /** `owner/name` of the fork that holds `head`. */
  readonly fromFork?: string
}
