/**
 * fast-check, patient: stands where tests import `fast-check` when they run under `npm run fuzz`, and tries every
 * property for FUZZ_SECONDS (10 unless told) instead of its usual number of runs. What it finds is told with the seed
 * and path that show it again.
 */
import { createRequire } from 'node:module'
import type * as FastCheck from 'fast-check'

const fastCheck: typeof FastCheck = createRequire(import.meta.url)('fast-check')
const timeMs = Number(process.env.FUZZ_SECONDS ?? 10) * 1_000

const patient = {
  ...fastCheck,
  assert(property: FastCheck.IRawProperty<unknown>, parameters: FastCheck.Parameters<unknown> = {}) {
    return fastCheck.assert(property, {
      ...parameters,
      numRuns: Number.MAX_SAFE_INTEGER,
      plugins: [...(parameters.plugins ?? []), fastCheck.interruptAfterTimeLimit(timeMs)],
    })
  },
}

export { patient as default }
