/** Pieces that several answers have in common. */
import { z } from 'zod'
import { type CommitSha, commitSha } from '../../domain/repository/commit-sha.ts'

export const Sha: z.ZodType<CommitSha, string> = z.string().transform((text, context) => {
  const sha = commitSha(text)
  if (sha !== null) return sha
  context.addIssue({ code: 'custom', message: 'not the full name of a commit' })
  return z.NEVER
})

export const Id = z.int().positive()
/** GraphQL gives its wider numbers as text. */
export const WideId = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

export const Created = z.object({ id: Id })

/** Levels by name of the permission. */
export const Permissions = z.record(z.string(), z.string().optional()).transform((granted) => {
  const known = Object.entries(granted).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(known)
})
