/** Collects the garbage of another process through its debugger, and notes what is left. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServiceProcess } from '../../test/world/service-process.ts'
import { memoryOf } from '../service/process-memory.ts'

export interface CollectedMemory {
  readonly reviews: number
  /** What garbage collection left. */
  readonly heapMiB: number
  /** Buffers and the like, outside of the heap. */
  readonly externalMiB: number
  readonly rssMiB: number
  /** Answers of the host that are kept on purpose, within a bound. */
  readonly cachedMiB: number
}

export interface Collector {
  collect(reviews: number): Promise<CollectedMemory>
  close(): void
}

const announceMsMax = 10_000
/** Connections, timers and caches of the last review settle. */
const settleMs = 1_500
const mebibyte = 1_048_576

export async function openCollector(service: ServiceProcess): Promise<Collector> {
  const socket = new WebSocket(await debuggerOf(service))
  await once(socket, 'open')
  let serial = 0

  function ask(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    serial += 1
    const id = serial
    return new Promise((resolve, reject) => {
      const hear = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as {
          readonly id?: number
          readonly result?: Readonly<Record<string, unknown>>
          readonly error?: { readonly message: string }
        }
        if (answer.id !== id) return
        socket.removeEventListener('message', hear)
        if (answer.result === undefined) reject(new Error(answer.error?.message ?? method))
        else resolve(answer.result)
      }
      socket.addEventListener('message', hear)
      socket.send(JSON.stringify({ id, method, params }))
    })
  }

  return {
    async collect(reviews) {
      await sleep(settleMs)
      // Weak things go only after a turn of the event loop, so once more after it.
      for (let round = 0; round < 3; round += 1) {
        await ask('HeapProfiler.collectGarbage')
        await sleep(100)
      }
      const usage = await ask('Runtime.evaluate', {
        expression: 'JSON.stringify(process.memoryUsage())',
        returnByValue: true,
      })
      const { value } = usage.result as { readonly value: string }
      const { heapUsed, external } = JSON.parse(value) as {
        readonly heapUsed: number
        readonly external: number
      }
      return {
        reviews,
        heapMiB: heapUsed / mebibyte,
        externalMiB: external / mebibyte,
        rssMiB: memoryOf(service.pid).rssMiB,
        cachedMiB: (await cachedBytes(service)) / mebibyte,
      }
    },
    close: () => socket.close(),
  }
}

/**
 * The cache counts two bytes for each character, as it has to; JSON of ASCII takes one. Half of what it says is what it
 * really holds, and what is not explained by it shows as growth.
 */
async function cachedBytes(service: ServiceProcess): Promise<number> {
  const { metrics } = await service.line(({ msg }) => msg === 'listening')
  const text = await (await fetch(`${String(metrics)}/metrics`)).text()
  const sizes = [...text.matchAll(/^autogen_cache_bytes\{cache="github-answers\/[^"]*"\} (\S+)$/gm)]
  return sizes.reduce((sum, [, bytes]) => sum + Number(bytes), 0) / 2
}

/** The last one that it announces: the service may start itself anew with a limit of its heap. */
async function debuggerOf({ words }: ServiceProcess): Promise<string> {
  const until = performance.now() + announceMsMax
  for (;;) {
    const urls = words.flatMap((line) => /Debugger listening on (ws:\/\/\S+)/.exec(line)?.[1] ?? [])
    const last = urls.at(-1)
    if (last !== undefined) return last
    if (performance.now() > until) throw new Error(`no debugger was announced: ${words.join('\n')}`)
    await sleep(50)
  }
}
