/**
 * `GET` and `POST /ack/:token`: a page is answered from a telephone, without a login. What is fetched changes nothing;
 * what is posted answers once. Nobody is shut out for sending wrong links: that would keep others from answering.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AckAnswer, AckLinks, AckLook } from '../ops/notifications/ack-links.ts'
import { ackPageHeaders, renderAckPage } from './ack-page.ts'

export interface AckRouteParts {
  readonly links: AckLinks
}

interface AckParams {
  readonly token: string
}

const bodyBytesMax = 2_048

export function addAckRoute(server: FastifyInstance, { links }: AckRouteParts): void {
  async function answer(
    reply: FastifyReply,
    find: () => Promise<AckLook | AckAnswer>,
  ): Promise<FastifyReply> {
    const found = await find()
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
