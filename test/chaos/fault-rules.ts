/** What goes wrong at the host while the run lasts. Shares are of all requests that match, the first rule that hits counts. */
import type { FaultRule } from '../../sim/github/faults/faults.ts'

export const faultRules: readonly FaultRule[] = [
  { kind: 'error-before', status: 502, fraction: 0.015 },
  { kind: 'error-before', status: 503, fraction: 0.005 },
  { kind: 'error-after', status: 502, method: 'POST', fraction: 0.04 },
  { kind: 'error-after', status: 500, method: 'PATCH', fraction: 0.04 },
  { kind: 'hang-after', method: 'POST', fraction: 0.012 },
  { kind: 'hang-after', method: 'PATCH', fraction: 0.012 },
  { kind: 'hang-before', fraction: 0.002 },
  { kind: 'reset', fraction: 0.01 },
  { kind: 'primary-limit', retryAfterS: 2, fraction: 0.003 },
  { kind: 'secondary-limit', retryAfterS: 2, fraction: 0.006 },
  { kind: 'too-many-requests', retryAfterS: 1, fraction: 0.006 },
  { kind: 'slow', delayMs: 1_500, fraction: 0.05 },
  { kind: 'drop-delivery', fraction: 0.06 },
  { kind: 'duplicate-delivery', fraction: 0.08 },
  { kind: 'reorder-deliveries', fraction: 0.08 },
  { kind: 'corrupt-signature', fraction: 0.01 },
]
