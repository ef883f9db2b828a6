/** The first webhook an App ever gets. */
import type { App } from '../apps/app.ts'
import { iso } from '../world/time.ts'
import type { World } from '../world/world.ts'
import { emitToApp } from './emit.ts'

export function ping(world: World, app: App): void {
  const created = iso(app.createdMs)
  emitToApp(world, app, 'ping', null, null, {
    zen: 'Anything added dilutes everything else.',
    hook_id: app.hookId,
    hook: {
      type: 'App',
      id: app.hookId,
      name: 'web',
      active: true,
      events: app.events,
      app_id: app.id,
      config: { content_type: 'json', insecure_ssl: '0', url: app.webhookUrl },
      created_at: created,
      updated_at: created,
      deliveries_url: `${world.urls.api}/app/hook/deliveries`,
    },
  })
}
