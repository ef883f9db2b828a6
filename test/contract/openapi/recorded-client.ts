/** Talks to a simulated GitHub and keeps every exchange. */
import { createSign } from 'node:crypto'
import type { Exchange } from './github-description.ts'

export interface CallOptions {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered {
  readonly status: number
  /** Parsed; undefined when it is no JSON. */
  readonly body: unknown
  readonly text: string
  readonly headers: Headers
}

export interface RecordedClient {
  readonly exchanges: readonly Exchange[]
  call(method: string, path: string, options?: CallOptions): Promise<Answered>
}

export function createRecordedClient(apiUrl: string): RecordedClient {
  const exchanges: Exchange[] = []
  return {
    exchanges,
    call: async (method, path, { token, body, headers = {} } = {}) => {
      const answer = await fetch(`${apiUrl}${path}`, {
        method,
        headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false
      const read = isJson && text !== '' ? (JSON.parse(text) as unknown) : undefined
      const { pathname } = new URL(`${apiUrl}${path}`)
      const below = pathname.slice(new URL(apiUrl).pathname.length)
      exchanges.push({
        method,
        path: below,
        request: body,
        status: answer.status,
        isJson,
        answer: isJson ? read : text || undefined,
      })
      return { status: answer.status, body: read, text, headers: answer.headers }
    },
  }
}

/** @param issuedMs of now, which GitHub compares with its own clock */
export function appJwt(appId: number, privateKeyPem: string, issuedMs: number): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const issued = Math.floor(issuedMs / 1000) - 30
  const head = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: issued, exp: issued + 570, iss: String(appId) })}`
  return `${head}.${createSign('RSA-SHA256').update(head).sign(privateKeyPem, 'base64url')}`
}
