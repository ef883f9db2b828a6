/**
 * Sends webhooks and measures the answers, in a process of its own. It writes prepared bytes to sockets, so that it costs
 * little of what the server needs. Every delivery has its own GUID.
 *
 * Without a rate each connection sends its next webhook when the last one is answered. With a rate webhooks are due at
 * fixed times whatever the server does, and their time counts from when they were due: a pause of the server is paid
 * by all that were due in it.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { appId, preparedBodies, webhookPath } from './prepared-bodies.ts'

export interface LoadRequest {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** Webhooks a second; null: as many as it takes. */
  readonly rate: number | null
}

export interface LoadFigures {
  readonly answers: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>
}

const bodiesCount = 200
const guidPlace = randomUUID()

/** A request but for its GUID, which is written at `guidAt`. */
interface Template {
  readonly bytes: Buffer
  readonly guidAt: number
}

const templates = preparedBodies(bodiesCount).map(({ body, signature }): Template => {
  const head = [
    `POST ${webhookPath} HTTP/1.1`,
    'host: 127.0.0.1',
    'user-agent: GitHub-Hookshot/bench',
    'accept: */*',
    'content-type: application/json',
    'x-github-event: pull_request',
    `x-github-delivery: ${guidPlace}`,
    'x-github-hook-id: 1',
    `x-github-hook-installation-target-id: ${appId}`,
    'x-github-hook-installation-target-type: integration',
    `x-hub-signature-256: ${signature}`,
    `content-length: ${body.length}`,
  ]
  const bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
  return { bytes, guidAt: bytes.indexOf(guidPlace) }
})

process.on('message', (request: LoadRequest) => {
  run(request).then(
    (figures) => process.send?.(figures),
    (error: unknown) => {
      process.send?.({ error: String(error) })
    },
  )
})
process.once('disconnect', () => process.exit(0))

async function run({ port, connections, seconds, rate }: LoadRequest): Promise<LoadFigures> {
  const latencies: number[] = []
  const statuses: Record<string, number> = {}
  const idle: Connection[] = []
  const due: number[] = []
  let isOver = false
  let serial = 0
  const run = randomBytes(6).toString('hex')
  const beganAt = performance.now()
  const endAt = beganAt + seconds * 1_000

  function send(connection: Connection, dueAt: number): void {
    serial += 1
    const template = templates[serial % templates.length] as Template
    const guid = `${run}-${String(serial).padStart(guidPlace.length - run.length - 1, '0')}`
    const bytes = Buffer.from(template.bytes)
    bytes.write(guid, template.guidAt, 'latin1')
    connection.ask(bytes, (status) => {
      const now = performance.now()
      latencies.push(now - dueAt)
      statuses[status] = (statuses[status] ?? 0) + 1
      if (isOver) return
      if (rate === null) {
        if (now < endAt) send(connection, now)
        else idle.push(connection)
        return
      }
      const next = due.shift()
      if (next === undefined) idle.push(connection)
      else send(connection, next)
    })
  }

  const all = await Promise.all(Array.from({ length: connections }, () => openConnection(port)))
  if (rate === null) for (const connection of all) send(connection, performance.now())
  else {
    idle.push(...all)
    await dispatch(rate, endAt, (dueAt) => {
      const connection = idle.pop()
      if (connection === undefined) due.push(dueAt)
      else send(connection, dueAt)
    })
  }
  const expected = () =>
    rate === null ? idle.length === all.length : latencies.length === serial && due.length === 0
  while (!expected() && performance.now() < endAt + 20_000)
    await new Promise((resolve) => setTimeout(resolve, 5))
  const lasted = (performance.now() - beganAt) / 1_000
  isOver = true
  for (const connection of all) connection.close()
  const sorted = Float64Array.from(latencies).sort()
  return {
    answers: sorted.length,
    perSecond: sorted.length / lasted,
    p50Ms: at(sorted, 0.5),
    p95Ms: at(sorted, 0.95),
    p99Ms: at(sorted, 0.99),
    maxMs: at(sorted, 1),
    statuses,
  }
}

/** Calls at each time that is due, as soon as the timer lets it. */
async function dispatch(rate: number, endAt: number, send: (dueAt: number) => void): Promise<void> {
  const everyMs = 1_000 / rate
  let dueAt = performance.now() + everyMs
  while (dueAt < endAt) {
    const now = performance.now()
    for (; dueAt <= now && dueAt < endAt; dueAt += everyMs) send(dueAt)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

interface Connection {
  ask(bytes: Buffer, answered: (status: string) => void): void
  close(): void
}

/** One request at a time; answers have a content-length. */
async function openConnection(port: number): Promise<Connection> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opened = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(opened))
    opened.once('error', reject)
  })
  let waiting: ((status: string) => void) | null = null
  let received = ''
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    received += text
    const headEnd = received.indexOf('\r\n\r\n')
    if (headEnd === -1) return
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(received.slice(0, headEnd))?.[1] ?? 0)
    if (received.length < headEnd + 4 + length && !/transfer-encoding: chunked/i.test(received)) return
    if (/transfer-encoding: chunked/i.test(received) && !received.endsWith('0\r\n\r\n')) return
    settle(received.slice(9, 12))
  })
  socket.on('error', () => settle('error'))
  socket.on('close', () => settle('closed'))

  function settle(status: string): void {
    const answered = waiting
    waiting = null
    received = ''
    answered?.(status)
  }

  return {
    ask: (bytes, answered) => {
      waiting = answered
      socket.write(bytes)
    },
    close: () => socket.destroy(),
  }
}
