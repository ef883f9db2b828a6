/** The change of a pull request: objects from the git cache, or through the host's API where git is refused. */
import type { GitCache } from '../../adapters/git/cache/git-cache.ts'
import { configFileName } from '../../config/review-config.ts'
import type { Outcome } from '../../domain/outcome.ts'
import { pathOfText } from '../../domain/path/path-bytes.ts'
import type { PullRequest } from '../../domain/pull-request/pull-request.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { ChangeRequest, Source } from '../../ports/source/source.ts'

export interface HostedChange {
  readonly source: Source
  readonly request: ChangeRequest
}

/** What the API gives counts against the installation's budget, so git comes first. */
export async function openChange(
  cache: GitCache,
  host: CodeHost,
  pullRequest: PullRequest,
  signal: AbortSignal,
): Promise<Outcome<HostedChange, HostFailure>> {
  const { repository, number, base, head } = pullRequest
  const token = await host.account.token(repository.installation, signal)
  if (!token.ok) return token
  const change = {
    url: host.account.gitOrigin(repository),
    token: async () => token.value.token,
    repositoryKey: `${repository.app}/${repository.id}`,
    pullNumber: number,
    baseSha: base,
    headSha: head,
    basePaths: [pathOfText(configFileName)],
  }
  const request: ChangeRequest = { base, head: { kind: 'ref', ref: head } }
  const source: Source = {
    async open(_request, during) {
      const opened = await cache.open(change, during)
      if (opened.ok || (opened.failure.kind !== 'refused' && opened.failure.kind !== 'git-missing'))
        return opened
      return host.contents.source(pullRequest).open(request, during)
    },
  }
  return { ok: true, value: { source, request } }
}
