/** The headers of a webhook that say what it is. Anybody may send them; after the signature is checked the host did. */

import type { DeliveryGuid } from '../domain/delivery/delivery.ts'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'

export type RawHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

export interface WebhookHeaders {
  readonly guid: DeliveryGuid
  readonly event: string
}

const guidPattern = /^[0-9A-Za-z-]{8,64}$/
const eventPattern = /^[a-z][a-z0-9_]{0,63}$/

/** @returns the failure as a sentence */
export function readWebhookHeaders(headers: RawHeaders): Outcome<WebhookHeaders, string> {
  const guid = headerOf(headers, 'x-github-delivery')
  if (guid === undefined || !guidPattern.test(guid)) return fail('The header X-GitHub-Delivery is no GUID.')
  const event = headerOf(headers, 'x-github-event')
  if (event === undefined || !eventPattern.test(event))
    return fail('The header X-GitHub-Event names no event.')
  const type = headerOf(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    return fail('The body is not application/json: choose that content type in the settings of the webhook.')
  }
  return succeed({ guid: guid as DeliveryGuid, event })
}

/** One value; several are as bad as none. */
export function headerOf(headers: RawHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
