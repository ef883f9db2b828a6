/**
 * `GET` and `POST /ack/:token`: a page is answered from a telephone, without a login. What is fetched changes nothing;
 * what is posted answers once. Wrong links are counted, and who sends many is not listened to for a while.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AckAnswer, AckLinks, AckLook } from '../ops/notifications/ack-links.ts'
import type { Clock } from '../ports/clock/clock.ts'
import { ackPageHeaders, renderAckPage } from './ack-page.ts'

export interface AckRouteParts {
  readonly links: AckLinks
  readonly clock: Clock
}

interface AckParams {
  readonly token: string
}

const bodyBytesMax = 2_048
/** In a minute, of all senders together: nobody guesses a signature, but nobody has to compute many either. */
const wrongMax = 120
const minuteMs = 60_000

export function addAckRoute(server: FastifyInstance, { links, clock }: AckRouteParts): void {
  let wrong = { since: Number.NEGATIVE_INFINITY, count: 0 }

  async function answer(
    reply: FastifyReply,
    find: () => Promise<AckLook | AckAnswer>,
  ): Promise<FastifyReply> {
    const now = clock.now()
    if (now - wrong.since > minuteMs) wrong = { since: now, count: 0 }
    if (wrong.count >= wrongMax)
      return reply.code(429).header('retry-after', '60').send({ error: 'too-many' })
    const found = await find()
    if (found.kind === 'invalid') wrong = { ...wrong, count: wrong.count + 1 }
    const { status, html } = renderAckPage(found)
    return reply.code(status).headers(ackPageHeaders).send(html)
  }

  server.get<{ Params: AckParams }>('/ack/:token', (request, reply) =>
    answer(reply, () => links.look(request.params.token)),
  )
  server.post<{ Params: AckParams }>('/ack/:token', { bodyLimit: bodyBytesMax }, (request, reply) => {
    const name = nameIn(request.body)
    return answer(reply, () => links.answer(request.params.token, name))
  })
}

/** The body of a form, as bytes: this server leaves reading to its routes. */
function nameIn(body: unknown): string {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : ''
  return new URLSearchParams(text).get('name') ?? ''
}
