/** What becomes of a job that a switch holds. */
import { assertNever } from '../domain/assert-never.ts'
import type { Hold } from '../domain/operations/hold-of.ts'
import type { JobResult } from './job-result.ts'

/** It is released when the switch is taken back; this is for a release that got lost. */
const lookAgainMs = 3_600_000

export function holdResult(hold: Hold, now: number): JobResult {
  return {
    kind: 'park',
    until: now + lookAgainMs,
    reason: wordsOf(hold),
    isOutage: false,
    heldBy: hold.mark,
  }
}

function wordsOf({ kind }: Hold): string {
  switch (kind) {
    case 'lane':
      return 'Its lane is shed; "autogen-bot mitigate list" tells why.'
    case 'installation':
      return 'Its installation is paused; "autogen-bot mitigate list" tells why.'
    case 'repository':
      return 'Its repository is paused; "autogen-bot mitigate list" tells why.'
    default:
      return assertNever(kind)
  }
}
