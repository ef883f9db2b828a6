import type { Fault } from '../fault.ts'
import { evaluateInside } from '../inspector.ts'

/** Objects, because the heap is what leaks; held until 94 % of its limit is in use. */
const leak = `(() => {
  const v8 = process.getBuiltinModule('node:v8')
  const share = () => { const { used_heap_size: used, heap_size_limit: limit } = v8.getHeapStatistics(); return used / limit }
  globalThis.leaked = []
  globalThis.leaking = setInterval(() => {
    for (let turn = 0; turn < 200 && share() < 0.92; turn += 1) {
      globalThis.leaked.push(Array.from({ length: 2000 }, (_, at) => ({ at })))
    }
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
