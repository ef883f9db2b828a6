/** The use cases of the API, put together for one web process. */

import type { Operations } from '../../http/api/operations.ts'
import { createHealth, type HealthPart } from '../../http/health.ts'
import { verifyChain } from '../../ops/journal/verify-chain.ts'
import type { Backbone } from './backbone.ts'
import { clock } from './open-backbone.ts'
import { openTokens } from './operate-access.ts'
import { openMitigations } from './operate-mitigations.ts'

export interface OperationsParts {
  readonly backbone: Backbone
  readonly health: readonly HealthPart[]
}

export function openOperations({ backbone, health }: OperationsParts): Operations {
  const { journal } = backbone.store
  return {
    health: createHealth({ parts: health, clock }),
    mitigations: openMitigations(backbone),
    audit: { list: (before, limit) => journal.list(before, limit), verify: () => verifyChain(journal) },
    tokens: openTokens(backbone),
  }
}
