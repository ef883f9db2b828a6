/** Where the App is installed, and what it was given there. */
import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { AppName, InstallationId, Repository, RepositoryId } from '../../domain/repository/repository.ts'
import type { Installation, Installations } from '../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Api } from './api/create-api.ts'
import { refusedInput } from './api/failures.ts'
import { isName, isNumber } from './locations.ts'
import { Id, Permissions } from './shapes.ts'

export const InstallationAnswer = z.object({
  id: Id,
  /** An enterprise has a slug instead of a login. */
  account: z
    .object({ login: z.string().optional(), slug: z.string().optional() })
    .nullable()
    .transform((account) => account?.login ?? account?.slug ?? ''),
  suspended_at: z.string().nullable().optional(),
  permissions: Permissions,
  events: z.array(z.string()),
})

export const RepositoriesAnswer = z
  .object({
    repositories: z.array(z.object({ id: Id, name: z.string(), owner: z.object({ login: z.string() }) })),
  })
  .transform(({ repositories }) => repositories)

const pagesMax = 200

export interface InstallationsOptions {
  readonly app: AppName
  readonly api: Api
  readonly log: Log
}

export function createInstallations({ app, api, log }: InstallationsOptions): Installations {
  function whole<Item>(
    listed: Outcome<{ readonly items: readonly Item[]; readonly isComplete: boolean }, HostFailure>,
    what: string,
  ): Outcome<readonly Item[], HostFailure> {
    if (!listed.ok) return fail(listed.failure)
    const { items, isComplete } = listed.value
    if (!isComplete) log.warn({ app, what, read: items.length }, 'More entries than are read')
    return succeed(items)
  }

  return {
    async list(signal) {
      const route = 'GET /app/installations'
      const schema = z.array(InstallationAnswer)
      const listed = whole(
        await api.pages({ installation: null, route, schema, signal, pagesMax }),
        'installations',
      )
      return listed.ok ? succeed(listed.value.map(toInstallation)) : listed
    },

    async read(id, signal) {
      if (!isNumber(id)) return refusedInput('The number of the installation')
      const answer = await api.call({
        installation: null,
        route: 'GET /app/installations/{installation_id}',
        parameters: { installation_id: id },
        schema: InstallationAnswer,
        signal,
      })
      return answer.ok ? succeed(toInstallation(answer.value.value)) : answer
    },

    async repositories(id, signal) {
      if (!isNumber(id)) return refusedInput('The number of the installation')
      const listed = whole(
        await api.pages({
          installation: id,
          route: 'GET /installation/repositories',
          schema: RepositoriesAnswer,
          signal,
          pagesMax,
        }),
        'repositories',
      )
      if (!listed.ok) return listed
      return succeed(
        listed.value
          .filter(({ name, owner }) => isName(name) && isName(owner.login))
          .map(
            ({ id: repository, name, owner }): Repository => ({
              app,
              installation: id,
              id: repository as RepositoryId,
              owner: owner.login,
              name,
            }),
          ),
      )
    },
  }
}

function toInstallation(answer: z.infer<typeof InstallationAnswer>): Installation {
  return {
    id: answer.id as InstallationId,
    account: answer.account,
    isSuspended: (answer.suspended_at ?? null) !== null,
    permissions: answer.permissions,
    events: answer.events,
  }
}
