/** An App as the tests of the simulated GitHub play it: signs its own word, fetches a token, asks over real HTTP. */
import { createSign } from 'node:crypto'
import type { RegisteredApp } from '../simulated-github-options.ts'

export type Json = Readonly<Record<string, unknown>>

export interface Answer<Shape> {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Null where the answer is no JSON. Its shape is what the test says it is. */
  readonly json: Shape
}

export type Ask = <Shape = Json>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer<Shape>>

export function client(apiUrl: string, token: string | null): Ask {
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(path === '/graphql' ? apiUrl.replace('/v3', '/graphql') : `${apiUrl}${path}`, {
      method,
      headers: { ...(token === null ? {} : { authorization: `bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') === true
    return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : null }
  }
}

export function appJwt(
  { appId, privateKeyPem }: RegisteredApp,
  claims: Readonly<Record<string, unknown>> = {},
): string {
  const now = Math.floor(Date.now() / 1000)
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: now - 30, exp: now + 300, iss: appId, ...claims })}`
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(privateKeyPem, 'base64url')}`
}

export async function installationClient(
  apiUrl: string,
  app: RegisteredApp,
  installation: number,
): Promise<Ask> {
  return client(apiUrl, await installationToken(apiUrl, app, installation))
}

export async function installationToken(
  apiUrl: string,
  app: RegisteredApp,
  installation: number,
): Promise<string> {
  const { json } = await client(apiUrl, appJwt(app))<{ readonly token: string }>(
    'POST',
    `/app/installations/${installation}/access_tokens`,
    {},
  )
  return json.token
}
