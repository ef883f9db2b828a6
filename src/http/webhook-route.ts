/** `POST /webhook` and `POST /webhook/:app`: bytes in, a word back. What they mean is the intake's business. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AcceptDelivery, Answer } from '../ingest/accept-delivery.ts'
import type { BodyBudget } from './body-budget.ts'

export interface WebhookRouteParts {
  readonly accept: AcceptDelivery
  readonly budget: BodyBudget
  readonly answerTimeoutMs: number
}

interface WebhookParams {
  readonly app?: string
}

const busySeconds = 5

export function addWebhookRoute(server: FastifyInstance, parts: WebhookRouteParts): void {
  const { accept, budget, answerTimeoutMs } = parts
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    const giveBack = budget.take(declaredLength(request.headers['content-length']))
    if (giveBack === null) return tellBusy(reply)
    // Also when the sender goes away in the middle.
    reply.raw.once('close', giveBack)
  }
  const handler = async (request: FastifyRequest<{ Params: WebhookParams }>, reply: FastifyReply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const webhook = { app: request.params.app ?? null, headers: request.headers, body, request: request.id }
    const answer = await inTime(accept(webhook), answerTimeoutMs)
    if (answer === null) return tellBusy(reply)
    return send(reply, answer)
  }
  for (const url of ['/webhook', '/webhook/:app']) {
    server.route<{ Params: WebhookParams }>({ method: 'POST', url, onRequest, handler })
  }
}

function send(reply: FastifyReply, { status, body, retryAfterSeconds }: Answer): FastifyReply {
  if (retryAfterSeconds !== null) reply.header('retry-after', String(retryAfterSeconds))
  return reply.code(status).send(body)
}

function tellBusy(reply: FastifyReply): FastifyReply {
  return send(reply, {
    status: 503,
    body: { error: 'busy', message: 'The service is overloaded for the moment.' },
    retryAfterSeconds: busySeconds,
  })
}

function declaredLength(header: string | undefined): number | null {
  const length = Number(header ?? Number.NaN)
  return Number.isSafeInteger(length) && length >= 0 ? length : null
}

/** @returns null when it takes longer; what was begun goes on, and a redelivery finds it done */
async function inTime(answer: Promise<Answer>, timeMsMax: number): Promise<Answer | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeMsMax)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
