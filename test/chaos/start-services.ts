/** The processes of the service: one that takes webhooks, two that work, two of which one leads. */
import { join } from 'node:path'
import { createSupervised, type Supervised } from './supervised.ts'

export type ServiceRole = 'web' | 'worker' | 'leader'

export interface Services {
  readonly web: readonly Supervised[]
  readonly worker: readonly Supervised[]
  readonly leader: readonly Supervised[]
}

/** One line of a service's log. */
export interface ServiceLine {
  readonly role: ServiceRole
  readonly pid: number
  readonly atMs: number
  readonly fields: Readonly<Record<string, unknown>>
}

export interface ServiceParts {
  readonly env: Readonly<Record<string, string>>
  readonly webPort: number
  readonly logs: string
  readonly cwd: string
  readonly restartDelayMs: () => number
  readonly onLine: (line: ServiceLine) => void
}

const program = join(import.meta.dirname, '..', '..', 'bin', 'autogen-bot.js')

export function startServices(parts: ServiceParts): Services {
  const services = {
    web: [serviceOf(parts, 'web', 1)],
    worker: [serviceOf(parts, 'worker', 1), serviceOf(parts, 'worker', 2)],
    leader: [serviceOf(parts, 'leader', 1), serviceOf(parts, 'leader', 2)],
  }
  for (const one of Object.values(services).flat()) one.start()
  return services
}

function serviceOf(parts: ServiceParts, role: ServiceRole, number: number): Supervised {
  const { env, webPort, logs, cwd, restartDelayMs, onLine } = parts
  return createSupervised({
    name: `${role}-${number}`,
    program: process.execPath,
    args: [program, 'serve', '--role', role],
    env: { PATH: process.env.PATH ?? '', ...env, AUTOGEN_HTTP_PORT: role === 'web' ? String(webPort) : '0' },
    cwd,
    logFile: join(logs, `${role}-${number}.log`),
    stopSignal: 'SIGTERM',
    // What it leaves behind has to end by itself.
    diesWhole: false,
    restartDelayMs,
    onLine: (text, pid) => {
      const fields = parseLine(text)
      if (fields === null) return
      const atMs = Date.parse(String(fields.time))
      onLine({ role, pid, atMs: Number.isNaN(atMs) ? Date.now() : atMs, fields })
    },
  })
}

function parseLine(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith('{')) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
