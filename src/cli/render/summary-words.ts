/** Sentences about a whole review, the same in every format that people read. Nothing here calls a change good. */
import type { Finding, Suppression } from '../../domain/finding/finding.ts'
import { severities } from '../../domain/finding/severity.ts'
import type { CoverageLine, ReviewReport } from '../../domain/review/report.ts'
import { printable } from '../../domain/text/printable.ts'

/** What was found, or what was looked at when nothing was. */
export function findingsSentence(report: ReviewReport): string {
  if (report.findings.length === 0) return nothingFound(report)
  const counts = severities.flatMap((severity) => {
    const count = report.findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}`]
  })
  const hidden = report.findings.filter((finding) => !finding.shown).length
  const rest =
    hidden === 0
      ? ''
      : ` ${hidden} of them ${hidden === 1 ? 'is' : 'are'} beyond the limit and not shown; --format json has them all.`
  return `${counted(report.findings.length, 'finding')}: ${counts.join(', ')}.${rest}`
}

function nothingFound({ coverage, stats }: ReviewReport): string {
  if (coverage.length === 0) return 'The change is empty: there was nothing to review.'
  const reviewed = coverage.filter(({ status }) => status === 'reviewed').length
  const partly = coverage.filter(({ status }) => status === 'partly').length
  if (reviewed + partly === 0) return `Nothing was reviewed: ${allOf(coverage.length)} skipped.`
  const size = `${counted(stats.added, 'line')} added, ${stats.removed} removed`
  if (reviewed === coverage.length) return `No findings in ${counted(reviewed, 'changed file')} (${size}).`
  return `No findings in what was read, which is not the whole change (${size}).`
}

/** Which part of the change was looked at; the empty string when all of it was. */
export function coverageSentence(coverage: readonly CoverageLine[]): string {
  const count = (status: CoverageLine['status']) => coverage.filter((line) => line.status === status).length
  const [reviewed, partly, skipped] = [count('reviewed'), count('partly'), count('skipped')]
  if (partly + skipped === 0) return ''
  const parts = [
    `${reviewed} of ${counted(coverage.length, 'changed file')} reviewed`,
    ...(partly > 0 ? [`${partly} in part`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ]
  return `${parts.join(', ')}:`
}

/** Files not reviewed in full; those read in part first, since somebody may take them for reviewed. */
export function incompleteFiles(coverage: readonly CoverageLine[]): readonly CoverageLine[] {
  return [
    ...coverage.filter(({ status }) => status === 'partly'),
    ...coverage.filter(({ status }) => status === 'skipped'),
  ]
}

/** @param quote how the format writes a word from the code */
export function suppressionWords(suppression: Suppression, quote = inBackticks): string {
  const comment = `${quote(suppression.by)} on line ${suppression.line}`
  return suppression.addedHere
    ? `${comment}, added by this change, asks tools to be silent here`
    : `${comment} asks tools to be silent here`
}

function inBackticks(text: string): string {
  return `\`${printable(text)}\``
}

/** What else there is to know of a finding in a word or two each. */
export function findingFacts(finding: Finding): readonly string[] {
  return [
    ...finding.cwe,
    ...(finding.side === 'LEFT' ? ['in removed code'] : []),
    ...(finding.alsoReportedBy.length > 0 ? [`also ${finding.alsoReportedBy.join(', ')}`] : []),
  ]
}

const sentenceLengthMax = 1000

/** A message, reason or note as one line of bounded length; a break in it is a blank. */
export function oneLine(text: string): string {
  const line = printable(text.slice(0, sentenceLengthMax).replace(/\s+/g, ' ').trim())
  return text.length > sentenceLengthMax ? `${line}…` : line
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function allOf(count: number): string {
  return count === 1 ? 'the one changed file was' : `all ${count} changed files were`
}
