/** From a failure of the code host to what becomes of the job: wait, give up, or try again. */
import { assertNever } from '../domain/assert-never.ts'
import type { HostFailure } from '../ports/code-host/host-failure.ts'
import type { JobResult } from './job-result.ts'

/** An outage passes by itself, so the tries during it do not count. */
const outageMs = 15_000

export function resultOfHostFailure(failure: HostFailure, now: number, chance: number): JobResult {
  const reason = `${failure.message} ${failure.remedy}`
  switch (failure.kind) {
    case 'primary-limit':
    case 'secondary-limit':
      return { kind: 'park', until: failure.retryAt ?? now + 60_000, reason, isOutage: false }
    case 'unavailable':
    case 'network':
      return {
        kind: 'park',
        until: failure.retryAt ?? Math.round(now + outageMs * (0.5 + chance)),
        reason,
        isOutage: true,
      }
    case 'not-found':
    case 'gone':
      return { kind: 'done', outcome: 'skipped', note: reason }
    case 'permission':
    case 'unauthorized':
    case 'invalid':
    case 'conflict':
    case 'unexpected':
      return { kind: 'retry', reason }
    default:
      return assertNever(failure.kind)
  }
}
