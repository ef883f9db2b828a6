/** Creates the GitHub App with a person's click, and stores what the service needs to be that App. */
import { join, resolve } from 'node:path'
import { createAppFromManifest } from '../../adapters/github/create-app-from-manifest.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { serviceFileName } from '../service/load-service-config.ts'
import { userAgent } from '../service/user-agent.ts'
import { type ReceiveOptions, receiveApp, type SetupFailure } from './receive-app.ts'
import { type StoredCredentials, storeCredentials } from './store-credentials.ts'

export interface CreateAppOptions extends Omit<ReceiveOptions, 'convert'> {
  readonly dataFolder: string
}

export async function createAppOnHost(
  options: CreateAppOptions,
): Promise<Outcome<StoredCredentials, SetupFailure>> {
  const apiUrl = apiUrlOf(options.webUrl)
  const received = await receiveApp({
    ...options,
    async convert(code) {
      const host = { baseUrl: apiUrl, userAgent, clock: { now: Date.now } }
      const created = await createAppFromManifest(code, host, options.signal)
      if (!created.ok) return fail({ message: `${created.failure.message} ${created.failure.remedy}` })
      const { id, slug, url, privateKey, webhookSecret } = created.value
      if (webhookSecret === null) return fail({ message: 'The host gave no webhook secret.' })
      return succeed({ id, slug, apiUrl, privateKey, webhookSecret, webUrl: url })
    },
  })
  if (!received.ok) return received
  return succeed(
    await storeCredentials(received.value, {
      folder: join(options.dataFolder, 'credentials'),
      settingsFile: resolve(serviceFileName),
    }),
  )
}

/** github.com has its API on a host of its own, an Enterprise Server below its website. */
function apiUrlOf(webUrl: string): string {
  return new URL(webUrl).hostname === 'github.com' ? 'https://api.github.com' : `${webUrl}/api/v3`
}
