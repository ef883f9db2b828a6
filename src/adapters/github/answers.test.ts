/**
 * What we read of GitHub's answers is what it describes: field by field against its OpenAPI description, by the compiler.
 * Only names are compared, and the types of some fields: numbers that are 64-bit are `bigint` there.
 */
import type { components, operations } from '@octokit/openapi-types'
import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { AppAnswer, HookConfigAnswer } from './account.ts'
import type { CheckRunsAnswer } from './checks.ts'
import type { BlobAnswer, FilesAnswer } from './contents/answers.ts'
import type { DeliveryListAnswer } from './deliveries.ts'
import type { InstallationAnswer, RepositoriesAnswer } from './installations.ts'
import type { IssueAnswer, IssueCommentAnswer } from './issues.ts'
import type { PermissionAnswer } from './people.ts'
import type { PullAnswer, PullListAnswer } from './pulls.ts'

type Schemas = components['schemas']
type CheckRuns = operations['checks/list-for-ref']['responses'][200]['content']['application/json']
type Fields<Schema extends z.ZodType> = keyof z.input<Schema>
type EntryFields<Schema extends z.ZodType<readonly unknown[]>> =
  z.input<Schema> extends readonly (infer Entry)[] ? keyof Entry : never
type CheckRunFields = keyof z.input<typeof CheckRunsAnswer>['check_runs'][number]
type RepositoryFields = keyof z.input<typeof RepositoriesAnswer>['repositories'][number]

test('every field that we read is one that GitHub describes', () => {
  expectTypeOf<Fields<typeof PullAnswer>>().toExtend<keyof Schemas['pull-request']>()
  expectTypeOf<keyof z.input<typeof PullAnswer>['base']>().toExtend<keyof Schemas['pull-request']['base']>()
  expectTypeOf<EntryFields<typeof PullListAnswer>>().toExtend<keyof Schemas['pull-request-simple']>()
  expectTypeOf<CheckRunFields>().toExtend<keyof CheckRuns['check_runs'][number]>()
  expectTypeOf<Fields<typeof PermissionAnswer>>().toExtend<
    keyof Schemas['repository-collaborator-permission']
  >()
  expectTypeOf<Fields<typeof InstallationAnswer>>().toExtend<keyof Schemas['installation']>()
  expectTypeOf<Fields<typeof AppAnswer>>().toExtend<keyof NonNullable<Schemas['integration']>>()
  expectTypeOf<RepositoryFields>().toExtend<keyof Schemas['repository']>()
  expectTypeOf<EntryFields<typeof DeliveryListAnswer>>().toExtend<keyof Schemas['hook-delivery-item']>()
  expectTypeOf<EntryFields<typeof FilesAnswer>>().toExtend<keyof Schemas['diff-entry']>()
  expectTypeOf<Schemas['diff-entry']['status']>().toExtend<z.input<typeof FilesAnswer>[number]['status']>()
  expectTypeOf<Fields<typeof IssueAnswer>>().toExtend<keyof Schemas['issue']>()
  expectTypeOf<Fields<typeof IssueCommentAnswer>>().toExtend<keyof Schemas['issue-comment']>()
  expectTypeOf<Fields<typeof BlobAnswer>>().toExtend<keyof Schemas['blob']>()
  expectTypeOf<Schemas['webhook-config']>().toExtend<z.input<typeof HookConfigAnswer>>()
  expectTypeOf<Schemas['installation']['events']>().toExtend<z.input<typeof InstallationAnswer>['events']>()
})
