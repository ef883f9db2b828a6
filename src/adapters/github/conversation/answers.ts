/** Shapes of the answers to the queries. */
import { z } from 'zod'
import { Sha, WideId } from '../shapes.ts'

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() })

/** Entries that GitHub may not show are null. */
function page<Node>(node: z.ZodType<Node>) {
  return z.object({ pageInfo: PageInfo, nodes: z.array(node.nullable()).nullable() })
}

/** Who it is by the host's own numbers; an account that is gone is null. */
const Author = z.object({ login: z.string(), databaseId: z.int().nullish() }).nullable()
const Said = z.object({
  fullDatabaseId: WideId,
  body: z.string(),
  viewerDidAuthor: z.boolean(),
  author: Author,
})
const Review = Said.extend({ commit: z.object({ oid: Sha }).nullable() })
const Comments = page(Said)

const Thread = z.object({
  id: z.string().min(1).max(300),
  path: z.string(),
  line: z.int().nullable(),
  isResolved: z.boolean(),
  resolvedBy: Author,
  opening: z.object({
    nodes: z.array(z.object({ reactions: z.object({ totalCount: z.int() }) }).nullable()).nullable(),
  }),
  comments: Comments,
})

export const ConversationData = z.object({
  viewer: z.object({ login: z.string(), databaseId: z.int().nullable() }),
  repository: z
    .object({
      databaseId: z.int().nullable(),
      pullRequest: z
        .object({
          reviewThreads: page(Thread).optional(),
          comments: page(Said).optional(),
          reviews: page(Review).optional(),
        })
        .nullable(),
    })
    .nullable(),
})

/** `node` is null when the thread is gone, and without comments when it is something else. */
export const ThreadData = z.object({ node: z.object({ comments: Comments.optional() }).nullable() })

export const ResolvedData = z.object({
  resolveReviewThread: z
    .object({ thread: z.object({ id: z.string(), isResolved: z.boolean() }).nullable() })
    .nullable(),
})

export type AuthorAnswer = z.infer<typeof Author>
export type SaidAnswer = z.infer<typeof Said>
export type ReviewAnswer = z.infer<typeof Review>
export type ThreadAnswer = z.infer<typeof Thread>
export type ConversationAnswer = z.infer<typeof ConversationData>
export type Viewer = ConversationAnswer['viewer']
