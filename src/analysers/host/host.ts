/**
 * The child process in which text analysers run. It may crash, hang or run out of memory; the parent knows by its
 * answers how far it came.
 */
import { textAnalysers } from '../catalogue.ts'
import { serve } from './serve.ts'

await serve(textAnalysers)
