/** A GitHub App: its key, its bot, what it asks for, and where its webhooks go. */
import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Delivery } from '../webhooks/delivery.ts'
import { type Account, renderAccount } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import { addAccount, type Urls, type World } from '../world/world.ts'

export type PermissionLevel = 'read' | 'write'
export type Permissions = Readonly<Record<string, PermissionLevel>>

export interface App {
  readonly id: number
  readonly nodeId: string
  readonly slug: string
  readonly name: string
  readonly clientId: string
  readonly owner: Account
  readonly bot: Account
  readonly publicKey: KeyObject
  readonly permissions: Permissions
  readonly events: readonly string[]
  readonly createdMs: number
  readonly hookId: number
  webhookUrl: string | null
  webhookSecret: string | null
  /** Oldest first. */
  readonly deliveries: Delivery[]
}

export interface NewApp {
  readonly slug: string
  readonly name: string
  readonly owner: Account
  readonly permissions: Permissions
  readonly events: readonly string[]
  readonly webhookUrl: string | null
  readonly webhookSecret: string | null
}

const makeKeys = promisify(generateKeyPair)

export async function addApp(world: World, wanted: NewApp): Promise<{ app: App; privateKeyPem: string }> {
  const keys = await makeKeys('rsa', { modulusLength: 2048 })
  const id = world.ids.next()
  const app: App = {
    ...wanted,
    permissions: { ...wanted.permissions, metadata: 'read' },
    id,
    nodeId: nodeId('A', id),
    clientId: `Iv23sim${id}`,
    bot: addAccount(world, `${wanted.slug}[bot]`, 'Bot', null),
    publicKey: keys.publicKey,
    createdMs: world.clock(),
    hookId: world.ids.next(),
    deliveries: [],
  }
  world.apps.set(id, app)
  return { app, privateKeyPem: keys.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() }
}

export function renderApp(app: App, urls: Urls): NonNullable<Schemas['integration']> {
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.nodeId,
    client_id: app.clientId,
    owner: renderAccount(app.owner, urls),
    name: app.name,
    description: '',
    external_url: urls.html,
    html_url: `${urls.html}/apps/${app.slug}`,
    created_at: iso(app.createdMs),
    updated_at: iso(app.createdMs),
    permissions: { ...app.permissions },
    events: [...app.events],
  }
}
