/** The short-lived word of an App that it is itself: a JSON Web Token signed with its private key. */
import { verify } from 'node:crypto'
import type { World } from '../world/world.ts'
import type { App } from './app.ts'

export type JwtAnswer = { readonly app: App } | { readonly refusal: string }

const lifetimeMaxS = 600
/** GitHub forgives a clock that is a little ahead. */
const leewayS = 60

export function readAppJwt(world: World, token: string): JwtAnswer {
  const undecodable = { refusal: 'A JSON web token could not be decoded' }
  const [head = '', body = '', signature = '', ...rest] = token.split('.')
  const header = decode(head)
  const claims = decode(body)
  if (header === null || claims === null || rest.length > 0 || header.alg !== 'RS256') return undecodable
  const app = [...world.apps.values()].find(({ id, clientId }) =>
    [String(id), clientId].includes(String(claims.iss)),
  )
  if (app === undefined) return { refusal: 'Integration not found' }
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${body}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  if (!isSigned) return undecodable
  const refusal = timeRefusal(claims, Math.floor(world.clock() / 1000))
  return refusal === null ? { app } : { refusal }
}

function timeRefusal({ iat, exp }: Readonly<Record<string, unknown>>, nowS: number): string | null {
  if (typeof exp !== 'number' || exp <= nowS) {
    return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
  }
  if (typeof iat !== 'number' || iat > nowS + leewayS) {
    return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
  }
  if (exp > nowS + lifetimeMaxS) return "'Expiration time' claim ('exp') is too far in the future"
  return null
}

function decode(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
