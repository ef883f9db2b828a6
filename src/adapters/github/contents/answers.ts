/** Shapes of the answers that a change is put together from. */
import { z } from 'zod'
import type { ObjectName } from '../../../domain/change/changed-entry.ts'
import { Sha } from '../shapes.ts'

const ObjectSha = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)
  .transform((text) => text as ObjectName)

export const CompareAnswer = z.object({ merge_base_commit: z.object({ sha: Sha }) })

export const FilesAnswer = z.array(
  z.object({
    filename: z.string().min(1),
    previous_filename: z.string().min(1).optional(),
    status: z.enum(['added', 'removed', 'modified', 'renamed', 'copied', 'changed', 'unchanged']),
    /** Missing for binaries, for pure renames, and when the lines of the whole change are too many. */
    patch: z.string().optional(),
  }),
)

export const TreeAnswer = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({
      path: z.string().min(1),
      mode: z.string(),
      sha: ObjectSha,
      size: z.int().nonnegative().optional(),
    }),
  ),
})

export const BlobAnswer = z.object({ encoding: z.enum(['base64', 'utf-8']), content: z.string() })

export type FileAnswer = z.infer<typeof FilesAnswer>[number]
export type TreeNode = z.infer<typeof TreeAnswer>['tree'][number]
