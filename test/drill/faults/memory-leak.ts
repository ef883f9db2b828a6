import type { Fault } from '../fault.ts'
import { evaluateInside } from '../inspector.ts'
import { heapMiB } from '../stage.ts'

/**
 * Arrays of numbers, because the heap is what leaks and because there is nothing in them to mark: with objects the
 * collector itself would hold the processor, and V8 ends a process that does little else. Held at 92 % of the limit.
 */
const leak = `(() => {
  const v8 = process.getBuiltinModule('node:v8')
  const old = () => v8.getHeapSpaceStatistics().filter(({ space_name: name }) => !name.startsWith('new_'))
  const share = () => old().reduce((sum, { space_used_size: used }) => sum + used, 0) / ${heapMiB * 2 ** 20}
  globalThis.leaked = []
  globalThis.leaking = setInterval(() => {
    for (let turn = 0; turn < 4 && share() < 0.92; turn += 1) globalThis.leaked.push(new Array(100_000).fill(0.5))
  }, 20)
})()`
const stop = `clearInterval(globalThis.leaking); delete globalThis.leaked; delete globalThis.leaking`

export const memoryLeak: Fault = {
  name: 'memory leak',
  alert: 'ResourceExhausted',
  severity: 'P2',
  consequences: ['ResourceHigh', 'EventLoopBlocked', 'ResponseTimeDegraded', 'ResponseTimeCritical'],
  inject: async ({ inspectorUrl }) => void (await evaluateInside(inspectorUrl, leak)),
  mend: async ({ inspectorUrl }) => void (await evaluateInside(inspectorUrl, stop)),
}
