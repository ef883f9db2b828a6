/** Asks the socket whether a server is there and whose data it has: the only proof of life that counts. */
import { realpath } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import { administrator } from './initialise-cluster.ts'
import { socketPort } from './socket-folder.ts'

export type Probe =
  | { readonly kind: 'live' }
  /** It answers but takes nobody in: it recovers, or it is on its way out. */
  | { readonly kind: 'starting' | 'stopping' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly detail: string }

const answerMsMax = 5_000
const goodbyeMsMax = 500

export function administration(socketFolder: string): ClientConfig {
  return {
    host: socketFolder,
    port: socketPort,
    user: administrator,
    database: administrator,
    // Said here, because the driver would otherwise take them from the environment.
    password: '',
    ssl: false,
    application_name: 'autogen-bot supervisor',
    connectionTimeoutMillis: answerMsMax,
  }
}

export async function probeServer(socketFolder: string, cluster: string): Promise<Probe> {
  const client = new Client(administration(socketFolder))
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query("select current_setting('data_directory') as folder")
    const served = await realpath(rows[0].folder)
    if (served === cluster) return { kind: 'live' }
    return { kind: 'refused', detail: `a server of other data (${served}) has its socket` }
  } catch (error) {
    return readRefusal(error as Error & { code?: string })
  } finally {
    await closeClient(client)
  }
}

/** A server that is stopped (SIGSTOP) does not say goodbye either. */
export async function closeClient(client: Client): Promise<void> {
  await Promise.race([client.end().catch(() => {}), delay(goodbyeMsMax, null, { ref: false })])
}

function readRefusal({ code, message }: Error & { code?: string }): Probe {
  switch (code) {
    case '57P03':
      return { kind: message.includes('shutting down') ? 'stopping' : 'starting' }
    case '53300':
      return { kind: 'live' }
    case 'ENOENT':
    case 'ECONNREFUSED':
      return { kind: 'absent' }
    case 'EACCES':
      return { kind: 'refused', detail: message }
    default:
      // Cut off in the middle, by a server that crashes or goes.
      return { kind: /timeout/i.test(message) ? 'silent' : 'starting' }
  }
}
