/** Starts the model of the benchmark in a process of its own, so that its work is not ours. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { FromModel, Served, ToModel } from './model-messages.ts'

export interface BenchModel {
  readonly url: string
  /** How long each answer takes from now on. */
  take(ms: number): void
  /** What was asked since the last time. */
  served(): Promise<readonly Served[]>
  close(): Promise<void>
}

export async function startModel(): Promise<BenchModel> {
  const child = fork(join(import.meta.dirname, 'replaying-model.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const say = (message: ToModel) => child.send(message)
  async function hear<Kind extends FromModel['kind']>(
    kind: Kind,
  ): Promise<Extract<FromModel, { kind: Kind }>> {
    for (;;) {
      const [message] = (await once(child, 'message')) as [FromModel]
      if (message.kind === kind) return message as Extract<FromModel, { kind: Kind }>
    }
  }
  const { url } = await hear('ready')
  return {
    url,
    take: (ms) => say({ kind: 'take', ms }),
    served: async () => {
      const told = hear('told')
      say({ kind: 'tell' })
      return (await told).served
    },
    close: async () => {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
