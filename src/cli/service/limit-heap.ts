/** Before `serve` loads anything: the process gets the limit of the heap that fits where it runs. */
import { startWithHeapLimit } from '../../app/service/limit-heap.ts'
import { loadServiceConfig } from '../../app/service/load-service-config.ts'
import type { ServeFlags } from './serve-command.ts'

/** What is wrong with the settings is told by the command itself. */
export function limitHeap({ config: file, dataFolder, role }: ServeFlags): void {
  const config = loadServiceConfig({
    file: file ?? null,
    flags: dataFolder === undefined ? {} : { dataFolder },
  })
  if (config.ok) startWithHeapLimit({ dataFolder: config.value.dataFolder, role })
}
