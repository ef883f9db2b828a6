/**
 * What is printed in a job of GitHub Actions is read by its runner, which obeys lines like `::error file=x::words` and,
 * anywhere in a line, `##[error]words`. So each line that is not meant as one is made harmless here.
 */
import type { Finding } from '../../domain/finding/finding.ts'
import type { Severity } from '../../domain/finding/severity.ts'
import { oneLine } from './summary-words.ts'

/** GitHub shows no more of a kind in one step. */
const annotationsMax = 10

/** One line of the log, ended. */
export function logLine(text: string): string {
  const line = oneLine(text).replaceAll('##[', '## [')
  return `${line.startsWith('::') ? `: ${line}` : line}\n`
}

/** The same for what has lines of its own: they stay, and those that hold no command stay as they are. */
export function harmlessLines(text: string): string {
  return text.replaceAll('##[', '## [').replace(/^(\s*)::/gm, '$1: ::')
}

/** The worst findings that stand on lines of the head, as commands, each on a line of its own. */
export function workflowAnnotations(findings: readonly Finding[]): string {
  return findings
    .filter(({ shown, side }) => shown && side === 'RIGHT')
    .slice(0, annotationsMax)
    .map((finding) => `${annotation(finding)}\n`)
    .join('')
}

const levels: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
}

function annotation({ severity, path, line, endLine, rule, message }: Finding): string {
  const properties = { file: path, line: `${line}`, endLine: `${endLine}`, title: rule }
  const words = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`)
  return `::${levels[severity]} ${words.join(',')}::${escapeData(oneLine(message))}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
