/** What a failed fetch means for the job. Git tells it in words only; here is the one place that reads them. */
import type { SourceFailure } from '../../../ports/source/source.ts'
import type { FetchBounds } from './fetch-command.ts'

/** Said of objects that git has on disk, or that no honest repository holds. */
const damageHere =
  /inflate|index mismatch|is corrupt|cannot be accessed|object file|bad object|SHA1 mismatch|hash mismatch|not a git repository|bad (?:pack|index)|shallow file|missing delta|unresolved deltas/i

export function fetchFailed(said: string): SourceFailure {
  const words = firstLines(said)
  if (damageHere.test(said) && !/early EOF|unexpected disconnect|hung up/.test(said)) return damaged(words)
  if (/could not read Username|Authentication failed|returned error: 4(?!04|08|29)\d\d\b/.test(said)) {
    return {
      kind: 'refused',
      message: `The code host refused the fetch: ${words}`,
      remedy: 'Check that the App is still installed on the repository and may read its contents.',
    }
  }
  if (/repository '.*' not found|returned error: 404\b/.test(said)) {
    return {
      kind: 'refused',
      message: 'The code host knows no such repository, or does not show it to the App.',
      remedy: 'Check that the repository was not renamed, deleted or taken from the installation.',
    }
  }
  if (/returned error: 3\d\d\b|unable to update url base from redirection/.test(said)) {
    return {
      kind: 'refused',
      message: 'The code host sent the fetch elsewhere, and redirects are not followed.',
      remedy: 'The repository was probably renamed or moved: ask for it by the name it has now.',
    }
  }
  if (/not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i.test(said)) {
    return {
      kind: 'head-moved',
      message: 'A commit of this pull request is no longer there.',
      remedy: 'Read the pull request again and review the head that it has now.',
    }
  }
  if (
    /returned error: (?:408|429|5\d\d)\b|Could not resolve|Failed to connect|Couldn't connect|Connection|timed out|Operation too slow|RPC failed|early EOF|unexpected disconnect|hung up|expected flush|invalid index-pack output|SSL|TLS|certificate|proxy|bytes of body are still expected|Empty reply|unable to access|protocol error/i.test(
      said,
    )
  ) {
    return {
      kind: 'unreachable',
      message: `The code host could not be fetched from: ${words}`,
      remedy:
        'Try again later; if it stays so, check the network, the proxy and the status of the code host.',
    }
  }
  return damaged(words)
}

export function fetchStopped(
  why: 'timed-out' | 'aborted' | 'too-large',
  { fetchTimeMs, fetchBytesMax }: FetchBounds,
): SourceFailure {
  switch (why) {
    case 'aborted':
      return { kind: 'timed-out', message: 'The review was cancelled.', remedy: 'Start it again.' }
    case 'timed-out':
      return {
        kind: 'unreachable',
        message: `The fetch took longer than ${fetchTimeMs / 1_000} s and was ended.`,
        remedy: 'Try again later; if it stays so, allow more time for fetches.',
      }
    case 'too-large':
      return {
        kind: 'too-large',
        message: `The fetch brought more than ${fetchBytesMax} bytes and was ended.`,
        remedy: 'Allow more bytes for a fetch, or split the change.',
      }
  }
}

const progress = /^remote: (?:Enumerating|Counting|Compressing|Total|Finding|Getting)\b/

function firstLines(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !progress.test(line))
  const telling = lines.filter((line) => /^(?:fatal|error|remote):/.test(line))
  return (telling.length > 0 ? telling : lines).slice(0, 3).join(' ').slice(0, 600) || 'it said nothing'
}

function damaged(words: string): SourceFailure {
  return {
    kind: 'git-failed',
    message: `git fetch failed: ${words}`,
    remedy:
      'The copy in the cache was thrown away: try again, and if it stays so, look at the repository with "git fsck".',
  }
}
