/** Findings and files as items of a list. */

import type { Finding } from '../../domain/finding/finding.ts'
import { oneLine } from '../../domain/markdown/cut-text.ts'
import { codeSpan, escapeMarkdown } from '../../domain/markdown/escape-markdown.ts'
import type { CoverageLine } from '../../domain/review/report.ts'
import { pathSpan, sentence } from './words.ts'

const messageBytesMax = 400

/** @param remark Markdown of ours, behind the finding */
export function findingLine(finding: Finding, remark: string): string {
  const removed = finding.side === 'LEFT' ? ' (in removed code)' : ''
  const message = escapeMarkdown(oneLine(finding.message, messageBytesMax))
  const names = `${codeSpan(finding.rule)}, ${codeSpan(finding.id)}`
  const place = `${pathSpan(finding.path, finding)}${removed}`
  return `- **${finding.severity}** ${place}: ${message} (${names})${remark === '' ? '' : ` — ${remark}`}`
}

export function fileWithReason({ path, reason }: CoverageLine): string {
  return `- ${pathSpan(path)}: ${sentence(reason ?? 'No reason was given.')}`
}
