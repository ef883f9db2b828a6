/** The fields of GitHub's webhooks that we use, and nothing else of them. */
import { z } from 'zod'
import type { InstallationId, RepositoryId } from '../domain/repository/repository.ts'
import { boundedText } from './bounded-text.ts'

const commentCharactersMax = 65_536
const nameCharactersMax = 100
const pathCharactersMax = 4_096
const listMax = 100_000

/** A time as GitHub writes it, ISO or seconds. One that is none is not worth refusing an event for. */
const time = z
  .union([
    z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    z
      .int()
      .positive()
      .transform((seconds) => seconds * 1000),
  ])
  .nullish()
  .catch(null)

/** Safe integers: an id beyond them is refused instead of rounded to somebody else's. */
const id = z.int().positive()
const action = boundedText(64)

/** They become parts of addresses and words for git, so nothing but GitHub's own alphabet; `.` and `..` are no names. */
const owner = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/)
const repositoryName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,100}$/)
  .refine((name) => name !== '.' && name !== '..')

export const EnvelopeSchema = z.object({
  action: action.nullish(),
  installation: z.object({ id: id.transform((number) => number as InstallationId) }).nullish(),
  repository: z
    .object({
      id: id.transform((number) => number as RepositoryId),
      name: repositoryName,
      owner: z.object({ login: owner }),
    })
    .nullish(),
})
export type Envelope = z.infer<typeof EnvelopeSchema>

/** Of events that we do not act on, whatever is legible. */
export const LooseEnvelopeSchema = z.object({
  action: EnvelopeSchema.shape.action.catch(null),
  installation: EnvelopeSchema.shape.installation.catch(null),
  repository: EnvelopeSchema.shape.repository.catch(null),
})

const person = z.object({ login: boundedText(nameCharactersMax), type: boundedText(nameCharactersMax) })
const acted = EnvelopeSchema.extend({ action })

export const PullRequestSchema = acted.extend({
  pull_request: z.object({
    number: id,
    state: z.enum(['open', 'closed']),
    draft: z.boolean().nullish(),
    updated_at: time,
  }),
  label: z.object({ name: boundedText(nameCharactersMax) }).nullish(),
  changes: z.object({ base: z.object({}).nullish() }).nullish(),
})

const comment = z.object({
  id,
  body: boundedText(commentCharactersMax).nullish(),
  user: person.nullish(),
  updated_at: time,
})

export const IssueCommentSchema = acted.extend({
  issue: z.object({ number: id, pull_request: z.object({}).nullish() }),
  comment,
  sender: person.nullish(),
})

export const ReviewCommentSchema = acted.extend({
  pull_request: z.object({ number: id }),
  comment: comment.extend({ in_reply_to_id: id.nullish() }),
  sender: person.nullish(),
})

const checked = z.object({
  app: z.object({ id }).nullish(),
  pull_requests: z
    .array(z.object({ number: id, base: z.object({ repo: z.object({ id }) }) }))
    .max(listMax)
    .nullish(),
})
export const CheckRunSchema = acted.extend({ check_run: checked })
export const CheckSuiteSchema = acted.extend({ check_suite: checked })

export const InstallationSchema = acted

const paths = z.array(boundedText(pathCharactersMax)).max(listMax).nullish()
export const PushSchema = EnvelopeSchema.extend({
  ref: boundedText(pathCharactersMax),
  deleted: z.boolean().nullish(),
  forced: z.boolean().nullish(),
  repository: EnvelopeSchema.shape.repository
    .unwrap()
    .unwrap()
    .extend({
      default_branch: boundedText(pathCharactersMax).nullish(),
      pushed_at: time,
    }),
  commits: z
    .array(z.object({ added: paths, removed: paths, modified: paths }))
    .max(listMax)
    .nullish(),
})
