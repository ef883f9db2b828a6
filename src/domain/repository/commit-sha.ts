/** The full name of a commit: never a branch, never an abbreviation, never what somebody typed. */
import type { Brand } from '../brand.ts'

export type CommitSha = Brand<string, 'CommitSha'>

const pattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** @returns null for anything else than 40 or 64 lower-case hexadecimal digits */
export function commitSha(text: string): CommitSha | null {
  return pattern.test(text) ? (text as CommitSha) : null
}
