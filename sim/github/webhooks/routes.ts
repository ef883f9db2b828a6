/** An App's webhook: its address and secret, what was sent to it, and sending it again. */

import type { App } from '../apps/app.ts'
import { bounded } from '../http/page.ts'
import { refuse } from '../http/refusal.ts'
import { type ApiRequest, ok, type Route } from '../http/route.ts'
import type { Schemas } from '../world/schemas.ts'
import type { World } from '../world/world.ts'
import { type Delivery, deliveriesKeptMs, isSuccess, renderDelivery, renderDeliveryItem } from './delivery.ts'

export function webhookRoutes(world: World): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/app/hook/config',
      auth: 'app',
      handle: (request) => ok(renderConfig(appIn(request))),
    },
    {
      method: 'PATCH',
      path: '/app/hook/config',
      auth: 'app',
      handle: (request) => {
        const app = appIn(request)
        const url = request.body.text('url')
        const secret = request.body.text('secret')
        if (url !== undefined) app.webhookUrl = url
        if (secret !== undefined) app.webhookSecret = secret
        return ok(renderConfig(app))
      },
    },
    { method: 'GET', path: '/app/hook/deliveries', auth: 'app', handle: (request) => list(world, request) },
    {
      method: 'GET',
      path: '/app/hook/deliveries/:delivery',
      auth: 'app',
      handle: (request) => ok(renderDelivery(find(world, request))),
    },
    {
      method: 'POST',
      path: '/app/hook/deliveries/:delivery/attempts',
      auth: 'app',
      handle: (request) => {
        world.webhooks.redeliver(find(world, request))
        return { status: 202, body: {} }
      },
    },
  ]
}

/** Newest first. The cursor names the last delivery that was shown, so what arrives meanwhile moves nothing. */
function list(world: World, request: ApiRequest) {
  const { query } = request
  const size = bounded(query.get('per_page'), 30, 100)
  const cursor = cursorIn(query.get('cursor'))
  const wanted = query.get('status')
  const all = kept(world, appIn(request))
    .filter((delivery) => delivery.status !== '')
    .filter((delivery) => wanted === null || isSuccess(delivery) === (wanted === 'success'))
    .toReversed()
    .filter(({ id }) => cursor === null || id < cursor)
  const shown = all.slice(0, size)
  const last = shown.at(-1)
  if (last === undefined || all.length <= size) return ok(shown.map(renderDeliveryItem))
  const next = new URLSearchParams(query)
  next.set('cursor', `v1_${last.id}`)
  return ok(shown.map(renderDeliveryItem), { link: `<${world.urls.api}${request.path}?${next}>; rel="next"` })
}

function cursorIn(text: string | null): bigint | null {
  if (text === null) return null
  const match = /^v1_(\d{1,19})$/.exec(text)
  if (match?.[1] === undefined) throw refuse(422, 'Invalid cursor')
  return BigInt(match[1])
}

function find(world: World, request: ApiRequest): Delivery {
  const delivery = kept(world, appIn(request)).find(({ id }) => String(id) === request.params.delivery)
  if (delivery === undefined) throw refuse(404, 'Not Found')
  return delivery
}

function kept(world: World, app: App): readonly Delivery[] {
  const oldest = world.clock() - deliveriesKeptMs
  return app.deliveries.filter(({ deliveredMs }) => deliveredMs >= oldest)
}

function renderConfig(app: App): Schemas['webhook-config'] {
  const url = app.webhookUrl === null ? {} : { url: app.webhookUrl }
  const secret = app.webhookSecret === null ? {} : { secret: '********' }
  return { content_type: 'json', insecure_ssl: '0', ...url, ...secret }
}

function appIn({ caller }: ApiRequest): App {
  if (caller.kind !== 'app') throw refuse(401, 'A JSON web token could not be decoded')
  return caller.app
}
