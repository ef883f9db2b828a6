/** From something that happened to the webhooks it causes: one for each installed App that listens to the event. */
import type { App } from '../apps/app.ts'
import { type Installation, installationsOf } from '../apps/installation.ts'
import { renderPushedRepository, renderRepository } from '../repositories/render-repository.ts'
import type { Repository } from '../repositories/repository.ts'
import { type Account, renderAccount } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { Json } from '../world/schemas.ts'
import type { Urls, World } from '../world/world.ts'

export interface RepositoryEvent {
  readonly event: string
  readonly action: string | null
  readonly repository: Repository
  readonly sender: Account
  readonly body: Json
  /** Only this App is told, whether it listens or not: a check is asked for again of the App that made it. */
  readonly only?: App
}

export function emit(world: World, happened: RepositoryEvent): void {
  const { event, action, repository } = happened
  const listeners = listenersOf(world, happened)
  if (listeners.length === 0) return
  const common = commonBody(world.urls, happened)
  for (const { app, id } of listeners) {
    const installation = { id, node_id: nodeId('MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u', id) }
    const payload = JSON.stringify({ ...common, installation })
    world.webhooks.send({ app, event, action, installationId: id, repositoryId: repository.id, payload })
  }
}

/** To be asked before a body that costs something is made. */
export function listenersOf(
  world: World,
  { event, repository, only }: Pick<RepositoryEvent, 'event' | 'repository' | 'only'>,
): readonly Installation[] {
  return installationsOf(world, repository).filter(({ app, suspendedMs }) => {
    if (suspendedMs !== null || app.webhookUrl === null) return false
    return only === undefined ? app.events.includes(event) : app === only
  })
}

function commonBody(urls: Urls, { event, action, repository, sender, body }: RepositoryEvent): Json {
  const render = event === 'push' ? renderPushedRepository : renderRepository
  return {
    ...(action === null ? {} : { action }),
    ...body,
    repository: render(repository, urls),
    ...(repository.owner.kind === 'Organization'
      ? { organization: renderOrganization(repository.owner, urls) }
      : {}),
    sender: renderAccount(sender, urls),
  }
}

/** Events of the App itself: installation, installation_repositories, ping. */
export function emitToApp(
  world: World,
  app: App,
  event: string,
  action: string | null,
  installationId: number | null,
  body: Json,
): void {
  if (app.webhookUrl === null) return
  const payload = JSON.stringify(action === null ? body : { action, ...body })
  world.webhooks.send({ app, event, action, installationId, repositoryId: null, payload })
}

function renderOrganization(account: Account, urls: Urls): Json {
  const url = `${urls.api}/orgs/${account.login}`
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${urls.html}/avatars/u/${account.id}?v=4`,
    description: null,
  }
}
