/** `autogen-bot rules list` and `rules show` */
import { listRules, rulePage } from '../app/list-rules.ts'
import { nearestKey } from '../config/nearest-key.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

export async function listCommand(format: 'text' | 'json', terminal: Terminal): Promise<ExitCode> {
  const rules = await listRules()
  if (format === 'json') {
    await terminal.answer(`${JSON.stringify(rules, null, 2)}\n`)
    return exitCodes.done
  }
  const width = Math.max(...rules.map(({ ruleId }) => ruleId.length))
  const lines = rules.map(
    ({ ruleId, severity, category, title }) =>
      `${ruleId.padEnd(width)}  ${severity.padEnd(8)}  ${category.padEnd(15)}  ${title}`,
  )
  await terminal.answer(`${lines.join('\n')}\n`)
  return exitCodes.done
}

export async function showCommand(ruleId: string, terminal: Terminal): Promise<ExitCode> {
  const rules = await listRules()
  const rule = rules.find((candidate) => candidate.ruleId === ruleId || candidate.id === ruleId)
  if (rule === undefined) {
    const near = nearestKey(
      ruleId,
      rules.map((candidate) => candidate.ruleId),
    )
    const hint = near === null ? 'autogen-bot rules list shows all of them.' : `Did you mean ${near}?`
    terminal.tell(`autogen-bot: there is no rule ${JSON.stringify(ruleId)}. ${hint}\n`)
    return exitCodes.usage
  }
  const facts = [
    `rule        ${rule.ruleId}`,
    `severity    ${rule.severity}`,
    `category    ${rule.category}`,
    `weakness    ${rule.cwe.join(', ') || 'none'}`,
    `confidence  ${rule.confidence}`,
    `reads       ${rule.reads}`,
  ]
  await terminal.answer(`${facts.join('\n')}\n\n${(await rulePage(rule)).trimEnd()}\n`)
  return exitCodes.done
}
