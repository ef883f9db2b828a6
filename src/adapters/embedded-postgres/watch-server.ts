/**
 * Keeps a server running: an open connection ends in the moment the server does, so its end is the alarm. Every few
 * seconds the socket is tried as well, for a server that lives but takes nobody in any more.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { ensureServer, type RunningServer, type Supervision } from './ensure-server.ts'
import type { EmbeddedPostgresFailure } from './failure.ts'
import { administration, closeClient, probeServer } from './probe-server.ts'
import { cutServerLog } from './server-log.ts'

export type ServerState =
  | { readonly kind: 'up'; readonly pid: number; readonly downMs: number }
  | { readonly kind: 'down' }
  | { readonly kind: 'failed'; readonly failure: EmbeddedPostgresFailure }

export interface Watch {
  readonly server: RunningServer
  /** Stops watching; the server runs on. */
  end(): Promise<void>
}

const lookEveryMs = 5_000
/** A server that is killed while it takes us in leaves us hanging. Too short costs a line in the log. */
const connectMsMax = 1_000
const backoffMs = [0, 100, 200, 400, 800, 1_600, 3_200]
const backoffMsMax = 5_000

export function watchServer(
  supervision: Supervision,
  first: RunningServer,
  onChange: (state: ServerState) => void,
): Watch {
  const stop = new AbortController()
  let server = first
  const watching = (async () => {
    while (!stop.signal.aborted) {
      await untilLost(supervision, server, stop.signal)
      if (stop.signal.aborted) return
      const lostAt = performance.now()
      onChange({ kind: 'down' })
      supervision.log.warn({ pid: server.pid }, 'embedded database was lost')
      const found = await bringBack(supervision, stop.signal, onChange)
      if (found === null) return
      server = found
      const { pid, adopted } = found
      const downMs = Math.round(performance.now() - lostAt)
      supervision.log.info({ pid, adopted, downMs }, 'embedded database is back')
      onChange({ kind: 'up', pid, downMs })
    }
  })()
  return {
    get server() {
      return server
    },
    async end() {
      stop.abort()
      await watching
    },
  }
}

/** Returns when the connection ends, when the server takes no new one, or on `signal`. */
async function untilLost(
  { folder }: Supervision,
  { socketFolder }: RunningServer,
  signal: AbortSignal,
): Promise<void> {
  const client = new Client({ ...administration(socketFolder), connectionTimeoutMillis: connectMsMax })
  const lost = new AbortController()
  client.on('error', () => lost.abort())
  client.on('end', () => lost.abort())
  const over = AbortSignal.any([signal, lost.signal])
  try {
    await client.connect()
    while (!over.aborted) {
      await delay(lookEveryMs, null, { signal: over })
      await cutServerLog(folder.log)
      const probe = await probeServer(socketFolder, folder.cluster)
      if (probe.kind !== 'live') return
    }
  } catch {
    // Cut off, or asked to stop: who calls looks for himself.
  } finally {
    await closeClient(client)
  }
}

/** Tries until there is one. @returns null on `signal` */
async function bringBack(
  supervision: Supervision,
  signal: AbortSignal,
  onChange: (state: ServerState) => void,
): Promise<RunningServer | null> {
  for (let attempt = 0; ; attempt += 1) {
    await delay(backoffMs[attempt] ?? backoffMsMax, null, { signal }).catch(() => {})
    if (signal.aborted) return null
    const found = await ensureServer(supervision)
    if (found.ok) return found.value
    supervision.log.error({ ...found.failure, attempt }, 'embedded database could not be brought back')
    onChange({ kind: 'failed', failure: found.failure })
  }
}
