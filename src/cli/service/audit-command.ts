/** `autogen-bot audit verify|list`: the journal of everything that people and the service did. */
import { listAudit, verifyAudit } from '../../app/service/operate/incidents.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { jsonText } from '../render/json-text.ts'
import type { Terminal } from '../terminal.ts'
import { renderAudit, renderVerdict } from './render-incidents.ts'
import { type ServiceFlags, withBackbone } from './with-backbone.ts'

export interface AuditFlags extends ServiceFlags {
  readonly format: 'text' | 'json'
}

/** Ends with 1 when the chain is broken. */
export function auditVerifyCommand(flags: AuditFlags, terminal: Terminal): Promise<ExitCode> {
  return withBackbone(flags, terminal, async (backbone) => {
    const verdict = await verifyAudit(backbone)
    await terminal.answer(flags.format === 'json' ? jsonText(verdict) : renderVerdict(verdict))
    return verdict.broken === null ? exitCodes.done : exitCodes.findings
  })
}

export function auditListCommand(
  flags: AuditFlags & { readonly limit: string; readonly before?: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const limit = countFrom(flags.limit)
  const before = flags.before === undefined ? null : countFrom(flags.before)
  if (limit === null || (flags.before !== undefined && before === null)) {
    terminal.tell('autogen-bot: --limit and --before are numbers.\n')
    return Promise.resolve(exitCodes.usage)
  }
  return withBackbone(flags, terminal, async (backbone) => {
    const entries = await listAudit(backbone, before, Math.min(limit, limitMax))
    await terminal.answer(flags.format === 'json' ? jsonText(entries) : renderAudit(entries))
    return exitCodes.done
  })
}

const limitMax = 10_000

function countFrom(text: string): number | null {
  return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : null
}
