/** One TLS handshake with a place, for what it tells: whether it is trusted, and when its certificate ends. */
import { once } from 'node:events'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Endpoint } from './endpoint.ts'

export interface Handshake {
  /** Null: trusted as the service itself would. Else the reason in the library's word, e.g. `CERT_HAS_EXPIRED`. */
  readonly distrust: string | null
  /** Milliseconds since the epoch. */
  readonly notBefore: number
  readonly notAfter: number
}

/** Rejects with a sentence when no handshake comes about, or `signal` ends it. */
export async function shakeHands(endpoint: Endpoint, signal: AbortSignal): Promise<Handshake> {
  const { host, port, begins } = endpoint
  const socket = connect({ host, port })
  try {
    // `once` rejects on an error and when it is called off.
    await once(socket, 'connect', { signal })
    if (begins === 'as postgres') await askPostgresForTls(socket, signal)
    const secured = connectTls({
      socket,
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
    })
    try {
      await once(secured, 'secureConnect', { signal })
      return told(secured)
    } finally {
      secured.on('error', () => {})
      secured.destroy()
    }
  } finally {
    socket.on('error', () => {})
    socket.destroy()
  }
}

function told(secured: TLSSocket): Handshake {
  const { valid_from: from, valid_to: to } = secured.getPeerCertificate()
  const [notBefore, notAfter] = [Date.parse(from), Date.parse(to)]
  if (!Number.isFinite(notBefore) || !Number.isFinite(notAfter))
    throw new Error('The other side showed no certificate.')
  const reason = secured.authorized ? null : secured.authorizationError
  return { distrust: reason === null ? null : String(codeOf(reason)), notBefore, notAfter }
}

function codeOf(reason: unknown): unknown {
  return reason instanceof Error && 'code' in reason ? reason.code : reason
}

/** `SSLRequest`; the answer is one byte. */
async function askPostgresForTls(socket: Socket, signal: AbortSignal): Promise<void> {
  const request = Buffer.alloc(8)
  request.writeInt32BE(8, 0)
  request.writeInt32BE(80_877_103, 4)
  socket.write(request)
  const [answer] = (await once(socket, 'data', { signal })) as [Buffer]
  if (answer[0] !== 'S'.charCodeAt(0)) throw new Error('The database does not speak TLS.')
}
