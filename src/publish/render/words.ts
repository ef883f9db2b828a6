/** Words that several of our texts share. Nothing here calls a change good. */
import type { Finding } from '../../domain/finding/finding.ts'
import { severities } from '../../domain/finding/severity.ts'
import { cutText, oneLine } from '../../domain/markdown/cut-text.ts'
import { codeSpan, escapeMarkdown } from '../../domain/markdown/escape-markdown.ts'
import { printable } from '../../domain/text/printable.ts'

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `3 findings: 1 high, 2 low`; the worst first. */
export function findingCounts(findings: readonly Finding[]): string {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}`]
  })
  return `${counted(findings.length, 'finding')}: ${counts.join(', ')}`
}

/** A hostile sentence, as one line of Markdown. */
export function sentence(text: string): string {
  return escapeMarkdown(oneLine(text))
}

const pathBytesMax = 400

/** A path in code, with its lines where it is a place. */
export function pathSpan(
  path: string,
  lines: { readonly line: number; readonly endLine: number } | null = null,
): string {
  const range =
    lines === null ? '' : lines.endLine > lines.line ? `:${lines.line}-${lines.endLine}` : `:${lines.line}`
  return codeSpan(`${cutText(printable(path), pathBytesMax)}${range}`)
}

/** Commits are named in code, where they are no links. */
export function commitSpan(name: string): string {
  return codeSpan(name.slice(0, 12))
}

/** `80 %` */
export function confidenceWords({ confidence }: Finding): string {
  return `${Math.round(confidence * 100)} %`
}

/** `2026-11-23 14:05 UTC` */
export function timeWords(at: number): string {
  const iso = new Date(at).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

export function suppressionSentence(finding: Finding): readonly string[] {
  if (finding.suppressed === null) return []
  const { by, line, addedHere } = finding.suppressed
  const added = addedHere ? ', added by this change,' : ''
  return [`${codeSpan(oneLine(by, 100))} on line ${line}${added} asks tools to be silent here.`]
}
