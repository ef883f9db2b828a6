/** Brings what golden comments are about into a folder of ours, one after the other; what is there is not fetched again. */
import type { Outcome } from '../../domain/outcome.ts'
import { type FetchedPullRequest, fetchPullRequest, type GoldenHost } from './fetch-pull-request.ts'
import type { GoldenPullRequest } from './read-golden-comments.ts'

export interface FetchProgress {
  readonly done: number
  readonly total: number
  /** `owner/name#7` */
  readonly pullRequest: string
  readonly outcome: Outcome<FetchedPullRequest, string>
}

export async function fetchGolden(
  pullRequests: readonly GoldenPullRequest[],
  repositoriesFolder: string,
  host: GoldenHost,
  onFetch: (progress: FetchProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const [at, one] of pullRequests.entries()) {
    const outcome = await fetchPullRequest(one, repositoriesFolder, host, signal)
    if (signal.aborted) return
    const pullRequest = `${one.owner}/${one.name}#${one.number}`
    onFetch({ done: at + 1, total: pullRequests.length, pullRequest, outcome })
  }
}

/** As runners of GitHub's Actions name another host than github.com. */
export function hostFrom(env: Readonly<Record<string, string | undefined>>): GoldenHost {
  return {
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
    gitUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    token: env.GITHUB_TOKEN || null,
  }
}
