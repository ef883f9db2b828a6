/** What the cache is asked for. All of it comes from the code host, so all of it is checked before git sees any. */
import type { ObjectName } from '../../../domain/change/changed-entry.ts'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { PathBytes } from '../../../domain/path/path-bytes.ts'
import type { SourceFailure } from '../../../ports/source/source.ts'

export interface CachedChangeRequest {
  /** `https://host/owner/name.git`, below one of the cache's origins. */
  readonly url: string
  /** An installation token, asked for only when something has to be fetched. */
  readonly token: () => Promise<string>
  /** Names the repository for good, e.g. App and repository id: owner and name may change, or pass to others. */
  readonly repositoryKey: string
  readonly pullNumber: number
  readonly baseSha: string
  readonly headSha: string
  /** Files of the base that will be read whatever the change is, e.g. the configuration. */
  readonly basePaths?: readonly PathBytes[]
}

export interface CheckedRequest extends CachedChangeRequest {
  readonly baseSha: ObjectName
  readonly headSha: ObjectName
  readonly basePaths: readonly PathBytes[]
}

const commitName = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const repositoryPath = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]{1,200}){2,4}$/

/** @param origins such as `https://github.com`; nothing else is ever contacted */
export function checkRequest(
  request: CachedChangeRequest,
  origins: readonly string[],
): Outcome<CheckedRequest, SourceFailure> {
  const { url, baseSha, headSha, pullNumber } = request
  if (!isBelow(url, origins)) return fail(odd('The address of the repository', 'is not below the code host'))
  if (!Number.isSafeInteger(pullNumber) || pullNumber < 1) return fail(odd('The number', 'is not one'))
  if (!commitName.test(baseSha) || !commitName.test(headSha) || baseSha.length !== headSha.length) {
    return fail(odd('The base or the head', 'is not the full name of a commit'))
  }
  return succeed({
    ...request,
    baseSha: baseSha as ObjectName,
    headSha: headSha as ObjectName,
    basePaths: request.basePaths ?? [],
  })
}

function isBelow(url: string, origins: readonly string[]): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, origin, pathname, href } = new URL(url)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  // Equal to its own parts: no user, password, query or fragment, and nothing that was rewritten while parsing.
  return isWeb && origins.includes(origin) && href === url && url === origin + pathname
    ? repositoryPath.test(pathname)
    : false
}

function odd(what: string, why: string): SourceFailure {
  return {
    kind: 'refused',
    message: `${what} ${why}, so nothing was fetched.`,
    remedy: 'Check the base URL of the App and what the code host answered.',
  }
}
