/** A claim that is not told, as a person may read it who asks why. */
import type { ArguedClaim } from '../../domain/agents/claim.ts'
import type { DroppedFinding, DropReason } from '../../domain/finding/finding.ts'
import type { CodeOfChange } from './code-of-change.ts'
import { nameRule } from './name-rule.ts'
import { placeClaim } from './place-claim.ts'
import { writeMessage } from './write-message.ts'

export function dropClaim(
  { claim, voices }: ArguedClaim,
  code: CodeOfChange,
  reason: DropReason,
  detail: string,
): DroppedFinding {
  const placed = placeClaim(claim, code)
  return {
    path: placed.ok ? placed.value.file.path : claim.path.slice(0, 300),
    line: placed.ok ? placed.value.range.line : Math.max(1, Math.trunc(claim.line)),
    rule: `agents/${nameRule(claim)}`,
    severity: claim.severity,
    message: writeMessage('', claim.title, claim.message),
    reason,
    detail,
    voices,
  }
}
