import type { Outcome } from '../../domain/outcome.ts'
import type { HostFailure } from './host-failure.ts'

/** What a code host answers, or how it failed. */
export type Hosted<Value> = Promise<Outcome<Value, HostFailure>>
