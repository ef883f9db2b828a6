/** Looks at configuration drift with what this process has at hand. */
import { fail, succeed } from '../../../domain/outcome.ts'
import { digestConfig } from '../../../ops/drift/config-digests.ts'
import { createLookAtDrift, type DriftState } from '../../../ops/drift/watch-drift.ts'
import type { Backbone } from '../backbone.ts'
import { watchClock } from './watch-clock.ts'

const silenceMs = 60_000

export function createDriftLook(backbone: Backbone): () => Promise<DriftState> {
  const { config, store, log, meter, readDeclared } = backbone
  const clock = watchClock()
  return createLookAtDrift({
    running: digestConfig(config),
    readDeclared: () => {
      const declared = readDeclared()
      return declared.ok ? succeed(digestConfig(declared.value)) : fail(declared.failure)
    },
    runs: store.runs,
    silenceMs: silenceMs * clock.speed,
    clock,
    log,
    meter,
  })
}
