/** The last step: ranked, named, limited and masked, candidates become findings. */

import type { Voice } from '../domain/agents/voice.ts'
import { enclosingSymbol } from '../domain/finding/enclosing-symbol.ts'
import type { Finding } from '../domain/finding/finding.ts'
import { fingerprint, fingerprintKey } from '../domain/finding/fingerprint.ts'
import { severityWeight } from '../domain/finding/severity.ts'
import { compareText } from '../domain/text/compare-text.ts'
import type { Candidate } from './candidate.ts'

const excerptLinesMax = 10
const excerptCharactersMax = 2_000

export interface SettleOptions {
  readonly findingsMax: number
  readonly mask: (text: string) => string
}

export function settleFindings(candidates: readonly Candidate[], options: SettleOptions): readonly Finding[] {
  const seen = new Map<string, number>()
  const inOrder = [...candidates].sort(byPlace).map((candidate) => {
    const code = linesOf(candidate, Number.POSITIVE_INFINITY).map(options.mask)
    const parts = {
      ...identityOf(candidate, code),
      path: candidate.file.path,
      side: candidate.side,
      symbol: symbolOf(candidate),
    }
    const key = fingerprintKey(parts)
    const ordinal = seen.get(key) ?? 0
    seen.set(key, ordinal + 1)
    return { candidate, id: fingerprint({ ...parts, ordinal }), symbol: parts.symbol }
  })
  return inOrder
    .sort((a, b) => byRank(a.candidate, b.candidate))
    .map(({ candidate, id, symbol }, at) => ({
      id,
      path: candidate.file.path,
      line: candidate.line,
      endLine: candidate.endLine,
      column: candidate.column,
      endColumn: candidate.endColumn,
      side: candidate.side,
      rule: candidate.ruleId,
      severity: candidate.severity,
      category: candidate.category,
      cwe: candidate.cwe,
      message: options.mask(candidate.message),
      suggestion:
        candidate.replacement === null ? null : { replacement: options.mask(candidate.replacement) },
      source: candidate.source,
      confidence: candidate.confidence,
      suppressed: candidate.suppressed,
      shown: at < options.findingsMax,
      alsoReportedBy: candidate.alsoReportedBy,
      symbol: symbol === null ? null : options.mask(symbol),
      ...(candidate.voices === null ? {} : { voices: maskVoices(candidate.voices, options.mask) }),
      excerpt: linesOf(candidate, excerptLinesMax).map((line) =>
        options.mask(line).slice(0, excerptCharactersMax),
      ),
    }))
}

/**
 * An agent words the same defect differently each time and draws its range differently: by its category and the first
 * telling line of its code it is known again.
 */
function identityOf(
  candidate: Candidate,
  code: readonly string[],
): { rule: string; code: readonly string[] } {
  if (candidate.source === 'analyser') return { rule: candidate.ruleId, code }
  const telling = code.find((line) => /[\p{L}\p{N}]/u.test(line))
  return { rule: `agents/${candidate.category}`, code: telling === undefined ? code : [telling] }
}

function maskVoices(voices: readonly Voice[], mask: (text: string) => string): readonly Voice[] {
  return voices.map((voice) => ({ ...voice, text: mask(voice.text) }))
}

function linesOf(candidate: Candidate, linesMax: number): string[] {
  const index = candidate.side === 'RIGHT' ? candidate.file.headLines : candidate.file.baseLines
  const count = Math.min(candidate.endLine - candidate.line + 1, linesMax)
  return Array.from({ length: count }, (_, at) => index.lineText(candidate.line + at).replace(/\r$/, ''))
}

function symbolOf(candidate: Candidate): string | null {
  const index = candidate.side === 'RIGHT' ? candidate.file.headLines : candidate.file.baseLines
  return enclosingSymbol((line) => index.lineText(line), candidate.line, candidate.file.language)
}

function byRank(a: Candidate, b: Candidate): number {
  return (
    severityWeight(b.severity) * b.confidence - severityWeight(a.severity) * a.confidence || byPlace(a, b)
  )
}

function byPlace(a: Candidate, b: Candidate): number {
  return (
    compareText(a.file.path, b.file.path) ||
    compareText(a.side, b.side) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.ruleId, b.ruleId) ||
    a.endLine - b.endLine ||
    a.endColumn - b.endColumn
  )
}
