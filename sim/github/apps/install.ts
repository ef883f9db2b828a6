/** People put Apps on their accounts, change what they may see, suspend them and take them away again. */
import type { Repository } from '../repositories/repository.ts'
import { emitToApp } from '../webhooks/emit.ts'
import { type Account, renderAccount } from '../world/account.ts'
import type { Json } from '../world/schemas.ts'
import type { World } from '../world/world.ts'
import type { App, Permissions } from './app.ts'
import { type Installation, renderInstallation } from './installation.ts'
import { repositoriesOf } from './installed-repositories.ts'

export function installApp(
  world: World,
  app: App,
  account: Account,
  repositories: readonly Repository[] | 'all',
  permissions: Permissions,
): Installation {
  const installation: Installation = {
    id: world.ids.next(),
    app,
    account,
    permissions: { ...permissions, metadata: 'read' },
    repositories: repositories === 'all' ? 'all' : new Set(repositories.map(({ id }) => id)),
    createdMs: world.clock(),
    suspendedMs: null,
    suspendedBy: null,
    isDeleted: false,
  }
  world.installations.set(installation.id, installation)
  announce(world, installation, 'created')
  return installation
}

export function changeRepositories(
  world: World,
  installation: Installation,
  {
    add = [],
    remove = [],
  }: { readonly add?: readonly Repository[]; readonly remove?: readonly Repository[] },
): void {
  if (installation.repositories === 'all') throw new Error('this installation has all repositories')
  const removed = new Set(remove.map(({ id }) => id))
  const kept = [...installation.repositories].filter((id) => !removed.has(id))
  installation.repositories = new Set([...kept, ...add.map(({ id }) => id)])
  for (const action of ['added', 'removed'] as const) {
    if ((action === 'added' ? add : remove).length === 0) continue
    const body = {
      repository_selection: 'selected',
      repositories_added: action === 'added' ? add.map(short) : [],
      repositories_removed: action === 'removed' ? remove.map(short) : [],
      requester: null,
    }
    send(world, installation, 'installation_repositories', action, body)
  }
}

export function suspend(world: World, installation: Installation): void {
  installation.suspendedMs = world.clock()
  installation.suspendedBy = installation.account
  announce(world, installation, 'suspend')
}

export function unsuspend(world: World, installation: Installation): void {
  installation.suspendedMs = null
  installation.suspendedBy = null
  announce(world, installation, 'unsuspend')
}

export function uninstall(world: World, installation: Installation): void {
  const repositories = repositoriesOf(world, installation).map(short)
  installation.isDeleted = true
  send(world, installation, 'installation', 'deleted', { repositories })
}

function announce(world: World, installation: Installation, action: string): void {
  const repositories = repositoriesOf(world, installation).map(short)
  const isCreated = action === 'created'
  send(
    world,
    installation,
    'installation',
    action,
    isCreated ? { repositories, requester: null } : { repositories },
  )
}

function send(world: World, installation: Installation, event: string, action: string, body: Json): void {
  const whole = {
    installation: renderInstallation(installation, world.urls),
    ...body,
    sender: renderAccount(installation.account, world.urls),
  }
  emitToApp(world, installation.app, event, action, installation.id, whole)
}

function short({ id, nodeId, name, fullName, isPrivate }: Repository): Json {
  return { id, node_id: nodeId, name, full_name: fullName, private: isPrivate }
}
