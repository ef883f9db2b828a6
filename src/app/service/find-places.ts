/** Which installation or repository an operator means. The store is asked first: the host may be what is down. */

import type { InstallationPause, RepositoryPause } from '../../domain/operations/switches.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { AppName, InstallationId, RepositoryId } from '../../domain/repository/repository.ts'
import type { Backbone } from './backbone.ts'
import type { OperatorFailure } from './operate/github.ts'

type Parts = Pick<Backbone, 'store' | 'hosts'>

const deliveriesMax = 2_000
const hostMsMax = 20_000

/** @param text `main/11`, or `11` when there is one App */
export function findInstallation(
  { hosts }: Pick<Backbone, 'hosts'>,
  text: string,
): Outcome<InstallationPause, OperatorFailure> {
  const [, named, id] = /^(?:([a-z0-9-]{1,40})\/)?([1-9][0-9]{0,14})$/.exec(text) ?? []
  const only = hosts.size === 1 ? [...hosts.keys()][0] : undefined
  const app = (named as AppName | undefined) ?? only
  if (id === undefined || app === undefined || !hosts.has(app)) {
    return fail({
      message: 'There is no such installation.',
      remedy: `Write APP/NUMBER, with the App (${[...hosts.keys()].join(', ')}) and the number of "autogen-bot github rate-limit".`,
    })
  }
  return succeed({ app, installation: Number(id) as InstallationId })
}

/** @param text `owner/name`, or `main/21` with the host's number */
export async function findRepository(
  parts: Parts,
  text: string,
): Promise<Outcome<RepositoryPause, OperatorFailure>> {
  const [, app, id] = /^([a-z0-9-]{1,40})\/([1-9][0-9]{0,14})$/.exec(text) ?? []
  if (app !== undefined && parts.hosts.has(app as AppName))
    return succeed({ app: app as AppName, repository: Number(id) as RepositoryId })
  const found = (await amongDeliveries(parts, text)) ?? (await atHosts(parts, text))
  if (found !== null) return succeed(found)
  return fail({
    message: 'No such repository is known here, and no installation has it.',
    remedy: 'Write owner/name, or APP/NUMBER with the number that the host gives it.',
  })
}

async function amongDeliveries({ store }: Parts, name: string): Promise<RepositoryPause | null> {
  const wanted = name.toLowerCase()
  const delivery = (await store.inbox.list(deliveriesMax)).find(
    ({ repository, repositoryId }) => repositoryId !== null && repository?.toLowerCase() === wanted,
  )
  if (delivery === undefined || delivery.repositoryId === null) return null
  return { app: delivery.app, repository: delivery.repositoryId }
}

async function atHosts({ hosts }: Parts, name: string): Promise<RepositoryPause | null> {
  const signal = AbortSignal.timeout(hostMsMax)
  const wanted = name.toLowerCase()
  for (const host of hosts.values()) {
    const installations = await host.installations.list(signal)
    for (const { id } of installations.ok ? installations.value : []) {
      const repositories = await host.installations.repositories(id, signal)
      const found = (repositories.ok ? repositories.value : []).find(
        (one) => `${one.owner}/${one.name}`.toLowerCase() === wanted,
      )
      if (found !== undefined) return { app: host.app, repository: found.id }
    }
  }
  return null
}
