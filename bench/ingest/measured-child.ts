/** The part of a measured server that lives in its process: it tells its port, its CPU time and its longest pause. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface ServerFigures {
  /** User and system, milliseconds. */
  readonly cpuMs: number
  /** The longest time in which the event loop did not turn, milliseconds. */
  readonly pauseMs: number
  readonly rssMiB: number
}

export interface ChildParts {
  readonly port: number
  readonly stop: () => Promise<void> | void
  /** Of a process that works for this one. */
  readonly helperPid?: number
  /** How many webhooks it has stored. */
  readonly stored?: () => Promise<number>
}

/** Tells the parent where to send, then answers `begin`, `end` and `stored` until it is told to `stop`. */
export function tellParent({ port, stop, helperPid, stored }: ChildParts): void {
  const send = process.send?.bind(process)
  if (send === undefined) throw new Error('a measured server is started by the benchmark')
  // It looks every millisecond, which is part of what it reports.
  const resolution = 1
  const delay = monitorEventLoopDelay({ resolution })
  delay.enable()
  let cpu = process.cpuUsage()
  process.on('message', (message) => {
    switch (message) {
      case 'begin':
        delay.reset()
        cpu = process.cpuUsage()
        send({ begun: true })
        return
      case 'end': {
        const { user, system } = process.cpuUsage(cpu)
        const pauseMs = Math.max(0, delay.max / 1e6 - resolution)
        send({ cpuMs: (user + system) / 1_000, pauseMs, rssMiB: process.memoryUsage.rss() / 1_048_576 })
        return
      }
      case 'stored':
        stored?.().then((count) => send({ count }))
        return
      case 'stop':
        delay.disable()
        Promise.resolve(stop()).finally(() => process.exit(0))
    }
  })
  process.once('disconnect', () => {
    Promise.resolve(stop()).finally(() => process.exit(0))
  })
  send({ port, helperPid })
}
