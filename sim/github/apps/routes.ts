/** An App about itself: its installations, its tokens; and the birth of an App from a manifest. */
import { appOf } from '../access/caller.ts'
import { type Body, invalidRequest } from '../http/body.ts'
import { pageOf } from '../http/page.ts'
import { refuse } from '../http/refusal.ts'
import { type ApiRequest, created, ok, type Route } from '../http/route.ts'
import { renderRepository } from '../repositories/render-repository.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { World } from '../world/world.ts'
import { type App, addApp, type Permissions, renderApp } from './app.ts'
import { type Installation, renderInstallation } from './installation.ts'
import { addInstallationToken } from './installation-token.ts'
import { repositoriesOf } from './installed-repositories.ts'

export function appRoutes(world: World): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/app',
      auth: 'app',
      isFree: true,
      handle: (request) => {
        const app = callingApp(request)
        const count = installationsOfApp(world, app).length
        return ok({ ...renderApp(app, world.urls), installations_count: count })
      },
    },
    {
      method: 'GET',
      path: '/app/installations',
      auth: 'app',
      handle: (request) => {
        const all = installationsOfApp(world, callingApp(request))
        const { items, headers } = pageOf(request, world.urls.api, all)
        return ok(
          items.map((installation) => renderInstallation(installation, world.urls)),
          headers,
        )
      },
    },
    {
      method: 'GET',
      path: '/app/installations/:installation',
      auth: 'app',
      handle: (request) => ok(renderInstallation(findInstallation(world, request), world.urls)),
    },
    {
      method: 'POST',
      path: '/app/installations/:installation/access_tokens',
      auth: 'app',
      handle: (request) => {
        const installation = findInstallation(world, request)
        if (installation.suspendedMs !== null) throw refuse(403, 'This installation has been suspended')
        return created(makeToken(world, installation, request.body))
      },
    },
    {
      method: 'POST',
      path: '/app-manifests/:code/conversions',
      auth: 'any',
      isFree: true,
      handle: async ({ params }) => {
        const manifest = world.manifests.get(params.code ?? '')
        world.manifests.delete(params.code ?? '')
        if (manifest === undefined || manifest.expiresMs < world.clock()) throw refuse(404, 'Not Found')
        const { app, privateKeyPem } = await addApp(world, manifest.app)
        return created({
          ...renderApp(app, world.urls),
          client_id: app.clientId,
          client_secret: `sim-client-secret-${app.id}`,
          webhook_secret: app.webhookSecret,
          pem: privateKeyPem,
        })
      },
    },
  ]
}

function makeToken(world: World, installation: Installation, body: Body): Schemas['installation-token'] {
  const permissions = narrowed(installation, body)
  const chosen = chosenRepositories(world, installation, body)
  const token = addInstallationToken(world, installation, permissions, chosen)
  const shown =
    chosen === null ? null : repositoriesOf(world, installation).filter(({ id }) => chosen.has(id))
  return {
    token: token.text,
    expires_at: iso(token.expiresMs),
    permissions: { ...permissions },
    repository_selection: installation.repositories === 'all' && chosen === null ? 'all' : 'selected',
    ...(shown === null ? {} : { repositories: shown.map((one) => renderRepository(one, world.urls)) }),
  }
}

function narrowed(installation: Installation, body: Body): Permissions {
  const wanted = body.object('permissions')?.raw
  if (wanted === undefined) return installation.permissions
  const permissions: Record<string, 'read' | 'write'> = { metadata: 'read' }
  for (const [name, level] of Object.entries(wanted)) {
    if (level !== 'read' && level !== 'write')
      throw invalidRequest(`For 'properties/permissions', ${name} is invalid.`)
    const held = installation.permissions[name]
    if (held === undefined || (held === 'read' && level === 'write')) {
      throw refuse(422, 'The permissions requested are not granted to this installation.')
    }
    permissions[name] = level
  }
  return permissions
}

function chosenRepositories(
  world: World,
  installation: Installation,
  body: Body,
): ReadonlySet<number> | null {
  const names = body.list('repositories')
  const ids = body.list('repository_ids')
  if (names === undefined && ids === undefined) return null
  const reachable = repositoriesOf(world, installation)
  const chosen = [
    ...(names ?? []).map((name) => reachable.find((one) => one.name === name)?.id),
    ...(ids ?? []).map((id) => reachable.find((one) => one.id === id)?.id),
  ]
  const found = chosen.filter((id) => id !== undefined)
  if (found.length < chosen.length) {
    throw refuse(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    )
  }
  return new Set(found)
}

function callingApp({ caller }: ApiRequest): App {
  const app = caller.kind === 'app' ? appOf(caller) : null
  if (app === null) throw refuse(401, 'A JSON web token could not be decoded')
  return app
}

function installationsOfApp(world: World, app: App): readonly Installation[] {
  return [...world.installations.values()].filter((one) => one.app === app && !one.isDeleted)
}

function findInstallation(world: World, request: ApiRequest): Installation {
  const installation = world.installations.get(Number(request.params.installation))
  if (installation?.app !== callingApp(request) || installation.isDeleted) throw refuse(404, 'Not Found')
  return installation
}
