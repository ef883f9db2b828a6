/** Login with a token, for browsers: a short session in a cookie, so that the token itself need not be kept there. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { accessScopes } from '../../../domain/actor/access-token.ts'
import { accessRoles } from '../../../domain/actor/actor.ts'
import { succeed } from '../../../domain/outcome.ts'
import type { Authenticator } from '../../../ops/access/authenticate.ts'
import { type AddRoute, describeRoute, problemResponses } from '../add-route.ts'
import { refuse } from '../authorise.ts'
import { endedSessionCookie, sessionCookie } from '../session-cookie.ts'
import { named } from '../shapes/registry.ts'
import { Time } from '../shapes/time.ts'

const Session = named(
  'Session',
  z.object({
    name: z.string(),
    role: z.enum(accessRoles),
    scopes: z.array(z.enum(accessScopes)),
    csrf: z.string().nullable().describe('For the header x-csrf-token of every change; null with a token.'),
    expiresAt: Time,
  }),
)

const Login = z.object({ token: z.string().min(1).max(500) })
const Done = z.object({ done: z.literal(true) })

const tag = 'session'

export function addSessionRoutes(api: FastifyInstance, add: AddRoute, authenticator: Authenticator): void {
  api.route({
    method: 'POST',
    url: '/login',
    bodyLimit: 2_048,
    schema: {
      ...describeRoute('login', { summary: 'Exchange a token for a session.', tag }),
      body: Login,
      response: { 200: Session, ...problemResponses },
    },
    handler: async (request, reply) => {
      const { token } = request.body as z.infer<typeof Login>
      const opened = await authenticator.login(token, request.ip)
      if (!opened.ok) return refuse(reply, opened.failure)
      const { secret, csrf, expiresAt, token: facts } = opened.value
      const { name, role, scopes } = facts
      return reply
        .header('set-cookie', sessionCookie(secret, expiresAt))
        .send({ name, role, scopes, csrf, expiresAt })
    },
  })

  add({
    id: 'readSession',
    method: 'GET',
    path: '/session',
    tag,
    summary: 'Tell who asks.',
    answer: Session,
    handle: async ({ caller: { token, session, expiresAt } }) => {
      const { name, role, scopes } = token
      const csrf = session === null ? null : authenticator.csrfOf(session)
      return succeed({ name, role, scopes, csrf, expiresAt })
    },
  })

  add({
    id: 'logout',
    method: 'POST',
    path: '/logout',
    tag,
    summary: 'End the session.',
    answer: Done,
    answerHeaders: { 'set-cookie': endedSessionCookie() },
    handle: async ({ caller: { session } }) => {
      if (session !== null) await authenticator.logout(session)
      return succeed({ done: true as const })
    },
  })
}
