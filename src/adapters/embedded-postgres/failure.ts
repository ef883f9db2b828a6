/** Why the embedded server cannot be had, and what a person does about it. */
import { fail } from '../../domain/outcome.ts'

export interface EmbeddedPostgresFailure {
  readonly kind:
    | 'platform-unsupported'
    | 'folder-unusable'
    | 'folder-out-of-reach'
    | 'no-space'
    | 'wrong-version'
    | 'account-unusable'
    | 'locked'
    | 'not-answering'
    | 'start-failed'
  /** What is wrong and where, in one sentence. */
  readonly message: string
  /** What to do next, in one sentence. */
  readonly remedy: string
}

export type FailureKind = EmbeddedPostgresFailure['kind']

export function failed(
  kind: FailureKind,
  message: string,
  remedy: string,
): { readonly ok: false; readonly failure: EmbeddedPostgresFailure } {
  return fail({ kind, message, remedy })
}

/** An error of a system call on `path`. */
export function folderFailed(path: string, error: unknown) {
  const { code = 'unknown', message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return noSpace(path)
  return failed(
    'folder-unusable',
    `The data folder ${path} cannot be used: ${message}.`,
    'Give the folder to the user that runs autogen-bot, or name another one.',
  )
}

export function noSpace(path: string) {
  return failed(
    'no-space',
    `There is no space left for the database in ${path}.`,
    'Free some space on that disk (at least 256 MB), or name a data folder on another one.',
  )
}
