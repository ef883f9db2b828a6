/** Who asks, and whether they may: before the body is read. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { reaches } from '../../domain/actor/access-token.ts'
import { type Actor, may } from '../../domain/actor/actor.ts'
import type { Authenticator, AuthFailure, Caller } from '../../ops/access/authenticate.ts'
import type { Need } from './needs.ts'
import { sendProblem } from './problem.ts'
import { sessionIn } from './session-cookie.ts'

/** `expiresAt` of the session; of a token its own. */
export type ApiCaller = Caller & { readonly expiresAt: number; readonly session: string | null }

export interface Authoriser {
  /** A hook for a route that needs this. */
  hook(need: Need): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>
  /** Of a request that went through the hook. */
  callerOf(request: FastifyRequest): ApiCaller
}

export const csrfHeader = 'x-csrf-token'

export function createAuthoriser(authenticator: Authenticator): Authoriser {
  const callers = new WeakMap<FastifyRequest, ApiCaller>()

  async function whoAsks(request: FastifyRequest): Promise<ApiCaller | AuthFailure> {
    const { authorization, cookie } = request.headers
    const [, bearer] = /^bearer ([\x21-\x7e]{1,500})$/i.exec(authorization ?? '') ?? []
    if (bearer !== undefined) {
      const found = await authenticator.byToken(bearer, request.ip)
      if (!found.ok) return found.failure
      return { ...found.value, expiresAt: found.value.token.expiresAt, session: null }
    }
    const session = sessionIn(cookie)
    if (session === null) return { kind: 'unauthorised' }
    const isChange = request.method !== 'GET' && request.method !== 'HEAD'
    const given = request.headers[csrfHeader]
    const csrf = isChange ? { given: typeof given === 'string' ? given : '' } : null
    const found = await authenticator.bySession(session, csrf, request.ip)
    return found.ok ? { ...found.value, session } : found.failure
  }

  return {
    hook: (need) => async (request, reply) => {
      const caller = await whoAsks(request)
      if ('kind' in caller) return refuse(reply, caller)
      const { token } = caller
      if (!may(actorOf(caller), need.role)) {
        return sendProblem(reply, 403, {
          kind: 'forbidden',
          detail: `This needs the role ${need.role}; the token ${token.name} has the role ${token.role}.`,
        })
      }
      if (need.area !== null && !reaches(token, need.area)) {
        return sendProblem(reply, 403, {
          kind: 'out-of-scope',
          detail: `This needs the scope ${need.area}; the token ${token.name} has ${token.scopes.join(', ')}.`,
        })
      }
      callers.set(request, caller)
      return undefined
    },
    callerOf(request) {
      const caller = callers.get(request)
      if (caller === undefined) throw new Error('a route was reached without its hook')
      return caller
    },
  }
}

export function actorOf({ token }: Caller): Actor {
  return { name: token.name, role: token.role, via: 'api' }
}

export function refuse(reply: FastifyReply, failure: AuthFailure): FastifyReply {
  if (failure.kind === 'limited') {
    return sendProblem(reply.header('retry-after', String(failure.retryAfterSeconds)), 429, {
      kind: 'limited',
      detail: 'Too many wrong tokens came from there; the header Retry-After says when to go on.',
    })
  }
  return sendProblem(reply.header('www-authenticate', 'Bearer realm="autogen-bot"'), 401, {
    kind: 'unauthorised',
    detail: 'This needs a living token or session.',
    remedy: 'Send "Authorization: Bearer TOKEN"; an admin makes one with "autogen-bot access create".',
  })
}
