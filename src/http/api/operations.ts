/**
 * What the API can ask for: the use cases of the service, the same that the command line calls. The composition root puts
 * them together.
 */
import type { Tokens } from '../../ops/access/tokens.ts'
import type { ChainVerdict } from '../../ops/journal/verify-chain.ts'
import type { Mitigations } from '../../ops/mitigations/mitigations.ts'
import type { Journal } from '../../ports/store/journal.ts'
import type { Health } from '../health.ts'

export interface Operations {
  /** Part by part, as `/health` says it. */
  readonly health: () => Promise<Health>
  readonly mitigations: Mitigations
  readonly audit: Pick<Journal, 'list'> & { readonly verify: () => Promise<ChainVerdict> }
  readonly tokens: Tokens
}
