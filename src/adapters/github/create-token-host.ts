/**
 * GitHub as the holder of one token sees it, e.g. a job of GitHub Actions. The token stands for the App that made it, so
 * comments and check runs are that App's; what needs the App's own key is refused as a missing permission.
 */
import { fail } from '../../domain/outcome.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { Stage } from './api/exchange.ts'
import { assembleHost } from './assemble-host.ts'
import type { CodeHostOptions, GitHubApp } from './create-code-host.ts'
import { createFixedToken } from './fixed-token.ts'

export interface TokenHostOptions extends Omit<CodeHostOptions, 'app'> {
  readonly app: Pick<GitHubApp, 'name' | 'baseUrl' | 'writeSpacingMs'>
  readonly token: string
}

/** @throws TypeError when the base URL is none */
export function createTokenHost({ token, ...options }: TokenHostOptions): CodeHost {
  return assembleHost({
    ...options,
    // Who made the token is not known, and which check runs are its own is told by their external ids.
    appId: null,
    createTokens: () => createFixedToken(token),
    stages: [adviseOnToken],
  })
}

/** The usual advice is for the owner of an App. */
const adviseOnToken: Stage = (next) => async (request) => {
  const answer = await next(request)
  if (answer.ok || answer.failure.kind !== 'permission') return answer
  return fail({
    ...answer.failure,
    remedy:
      'Give the token the permission, in a workflow under "permissions"; for pull requests from forks GitHub lets it only read.',
  })
}
