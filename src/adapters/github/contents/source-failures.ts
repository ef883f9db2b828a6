/** A failure of the host, in the words of a source. */
import type { CommitSha } from '../../../domain/repository/commit-sha.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { SourceFailure } from '../../../ports/source/source.ts'

export function toSourceFailure({ kind, message, remedy }: HostFailure): SourceFailure {
  return { kind: sourceKind(kind), message, remedy }
}

function sourceKind(kind: HostFailure['kind']): SourceFailure['kind'] {
  switch (kind) {
    case 'permission':
    case 'unauthorized':
    case 'not-found':
    case 'gone':
    case 'invalid':
      return 'refused'
    case 'primary-limit':
    case 'secondary-limit':
    case 'conflict':
    case 'unavailable':
    case 'network':
    case 'unexpected':
      return 'unreachable'
  }
}

export function headMoved(head: CommitSha): SourceFailure {
  return {
    kind: 'head-moved',
    message: `The pull request is no longer at ${head}.`,
    remedy: 'Nothing: its new head is reviewed instead.',
  }
}
