/** Tokens: for admins. */
import { z } from 'zod'
import { accessScopes } from '../../../domain/actor/access-token.ts'
import { accessRoles } from '../../../domain/actor/actor.ts'
import { succeed } from '../../../domain/outcome.ts'
import { graceMsMax, type Tokens, tokenMsMax, tokenNameForm } from '../../../ops/access/tokens.ts'
import type { AddRoute } from '../add-route.ts'
import { actorOf } from '../authorise.ts'
import { named } from '../shapes/registry.ts'
import { Time } from '../shapes/time.ts'

const Token = named(
  'Token',
  z.object({
    id: z.string().describe('The public part of the token.'),
    name: z.string(),
    role: z.enum(accessRoles),
    scopes: z.array(z.enum(accessScopes)),
    createdBy: z.string(),
    createdAt: Time,
    expiresAt: Time,
    revokedAt: Time.nullable(),
    lastUsedAt: Time.nullable().describe('To the minute.'),
    lastUsedFrom: z.string().nullable(),
  }),
)

const Issued = z.object({ token: Token, text: z.string().describe('The token itself, shown this once.') })
const Id = z.object({ id: z.string().regex(/^[a-z0-9]{10}$/) })
const LifeMs = z.int().min(60_000).max(tokenMsMax)

const tag = 'access'

export function addAccessRoutes(add: AddRoute, tokens: Tokens): void {
  add({
    id: 'listTokens',
    method: 'GET',
    path: '/access/tokens',
    tag,
    summary: 'List every token, and when it was used.',
    answer: z.object({ tokens: z.array(Token) }),
    handle: async () => succeed({ tokens: await tokens.list() }),
  })

  add({
    id: 'createToken',
    method: 'POST',
    path: '/access/tokens',
    tag,
    summary: 'Make a token.',
    body: z.object({
      name: z.string().regex(tokenNameForm),
      role: z.enum(accessRoles),
      scopes: z.array(z.enum(accessScopes)).min(1).max(accessScopes.length),
      forMs: LifeMs,
    }),
    status: 201,
    answer: Issued,
    handle: ({ body, caller }) => tokens.create(body, actorOf(caller)),
  })

  add({
    id: 'rotateToken',
    method: 'POST',
    path: '/access/tokens/:id/rotate',
    tag,
    summary: 'Give a token a new secret.',
    params: Id,
    body: z.object({
      forMs: LifeMs,
      graceMs: z.int().min(0).max(graceMsMax).default(0).describe('For which the secret so far goes on.'),
    }),
    answer: Issued,
    handle: ({ params: { id }, body, caller }) => tokens.rotate(id, body, actorOf(caller)),
  })

  add({
    id: 'revokeToken',
    method: 'POST',
    path: '/access/tokens/:id/revoke',
    tag,
    summary: 'End a token and every session that it opened.',
    params: Id,
    answer: Token,
    handle: ({ params: { id }, caller }) => tokens.revoke(id, actorOf(caller)),
  })
}
