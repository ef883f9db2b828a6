/**
 * The last step of GitHub's manifest flow: a code, good once and for an hour, becomes an App and its credentials. The
 * caller stores them; nothing of them is logged here.
 */
import { z } from 'zod'
import { succeed } from '../../domain/outcome.ts'
import type { Clock } from '../../ports/clock/clock.ts'
import type { Hosted } from '../../ports/code-host/hosted.ts'
import type { Fetch } from './api/bounded-fetch.ts'
import { classifyAnswer } from './api/classify-answer.ts'
import type { ApiRequest } from './api/exchange.ts'
import { refusedInput } from './api/failures.ts'
import { readShape } from './api/read-shape.ts'
import { createSend } from './api/send.ts'
import { hostUrls } from './host-urls.ts'
import { Id } from './shapes.ts'

export interface CreatedApp {
  readonly id: number
  readonly slug: string
  readonly name: string
  /** Page of the App, for people. */
  readonly url: string
  readonly privateKey: string
  readonly webhookSecret: string | null
}

export interface ManifestOptions {
  readonly baseUrl: string
  readonly userAgent: string
  readonly clock: Clock
  readonly fetch?: Fetch
}

export const ManifestAnswer = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  html_url: z.string(),
  pem: z.string().min(1),
  webhook_secret: z.string().nullable(),
})

const timeoutMs = 30_000
const answerBytesMax = 1_048_576

export async function createAppFromManifest(
  code: string,
  { baseUrl, userAgent, clock, ...options }: ManifestOptions,
  signal: AbortSignal,
): Hosted<CreatedApp> {
  if (!/^[A-Za-z0-9_-]{1,200}$/.test(code)) return refusedInput('The code')
  const now = () => clock.now()
  const send = createSend({
    baseUrl: hostUrls(baseUrl).rest,
    userAgent,
    fetch: options.fetch ?? fetch,
    timeoutMs,
    answerBytesMax,
    now,
  })
  const request: ApiRequest = {
    kind: 'write',
    resource: 'core',
    installation: null,
    urgency: 'command',
    route: 'POST /app-manifests/{code}/conversions',
    parameters: { code },
    body: null,
    headers: {},
    signal,
  }
  const answer = await send(request)
  if (!answer.ok) return answer
  const failure = classifyAnswer(answer.value, { request, now: now(), streak: 0, chance: 0 })
  if (failure !== null) return { ok: false, failure }
  const read = readShape(ManifestAnswer, answer.value, 'write')
  if (!read.ok) return read
  const { id, slug, name, html_url, pem, webhook_secret } = read.value
  return succeed({ id, slug, name, url: html_url, privateKey: pem, webhookSecret: webhook_secret })
}
