/** Longest pause of the event loop: what everybody in this process waits for. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Meter } from '../../ports/meter/meter.ts'

const everyMs = 10_000

export function watchEventLoop(meter: Meter): { stop(): void } {
  const delays = monitorEventLoopDelay({ resolution: 10 })
  delays.enable()
  const timer = setInterval(() => {
    meter.set('autogen_event_loop_delay_seconds', delays.max / 1e9)
    delays.reset()
  }, everyMs)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      delays.disable()
    },
  }
}
