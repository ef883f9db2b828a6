/**
 * What became of the findings of the last review. One is over when the coder, who was shown it beside the code as it is
 * now, says that it is fixed, when the code that it quotes is not in its file any more, or when the same was refuted
 * today. Everything else still stands: silence of a model mends nothing, and a thread must not be closed because nobody
 * said the same thing twice.
 */
import type { ArguedClaim } from '../../domain/agents/claim.ts'
import type { Finding } from '../../domain/finding/finding.ts'
import { normaliseCode } from '../../domain/finding/fingerprint.ts'
import type { EarlierAnswer } from '../dialogue/answers.ts'
import { nameRule } from '../grounding/name-rule.ts'

export interface RecheckedEarlier {
  /** On today's lines, to go through grounding with the others. */
  readonly standing: readonly ArguedClaim[]
  readonly over: readonly EndedClaim[]
}

/** Words of a model, as it said them, or ours. */
export interface EndedClaim {
  readonly finding: Finding
  readonly reason: string
}

/** Lines of a file as it is now, or null when it is not part of the change any more. */
export type LinesOf = (path: string, side: 'RIGHT' | 'LEFT') => readonly string[] | null

/**
 * @param findings of the last report
 * @param said by the coder of any part
 * @param today all claims of this review, recalled ones as well: what they say again is not said twice
 */
export function recheckEarlier(
  findings: readonly Finding[],
  said: readonly EarlierAnswer[],
  today: readonly ArguedClaim[],
  linesOf: LinesOf,
): RecheckedEarlier {
  const standing: ArguedClaim[] = []
  const over: EndedClaim[] = []
  for (const finding of findings) {
    if (finding.source !== 'agent' || finding.excerpt.length === 0) continue
    const lines = linesOf(finding.path, finding.side)
    if (lines === null) continue
    const line = placeOf(finding, lines)
    const claim = line === null ? null : claimOf(finding, line, lines)
    const same = claim === null ? [] : today.filter((other) => isSamePlace(other, claim))
    // Told again today, whatever the coder says of the old one.
    if (same.some(({ outcome }) => outcome === 'upheld')) continue
    const reason =
      said.find((one) => one.finding === finding.id && one.isFixed)?.reason ??
      (claim === null ? 'The code that it quotes is gone.' : same[0]?.reason)
    if (reason !== undefined) over.push({ finding, reason })
    else if (claim !== null) standing.push(claim)
  }
  return { standing, over }
}

/** First line of the excerpt in today's text, the nearest to where it was; blanks are evened out. */
function placeOf({ excerpt, line }: Finding, lines: readonly string[]): number | null {
  const quote = normaliseCode(excerpt)
  if (quote === '') return null
  const places = lines.flatMap((_, index) =>
    normaliseCode(lines.slice(index, index + excerpt.length)) === quote ? [index + 1] : [],
  )
  return places.reduce<number | null>(
    (best, place) => (best === null || Math.abs(place - line) < Math.abs(best - line) ? place : best),
    null,
  )
}

function claimOf(finding: Finding, line: number, lines: readonly string[]): ArguedClaim {
  const { id, path, side, message, severity, category, cwe, confidence, suggestion, excerpt } = finding
  const endLine = Math.max(line, Math.min(lines.length, line + finding.endLine - finding.line))
  // The excerpt may be shorter than the finding, and has no secrets: the text itself is what is quoted.
  const quote = lines.slice(line - 1, Math.min(endLine, line + excerpt.length - 1)).join('\n')
  return {
    claim: {
      id,
      path,
      side,
      line,
      endLine,
      quote,
      title: titleOf(finding),
      message,
      severity,
      category,
      cwe,
      confidence,
      replacement: suggestion?.replacement ?? null,
      evidence: [],
    },
    by: finding.voices?.[0]?.speaker ?? 'coder',
    voices: finding.voices ?? [],
    outcome: 'upheld',
    reason: 'It stood in the last review, its code is still there, and nobody showed that it is fixed.',
  }
}

/** One that gives the rule's name again, so that the finding stays the same one; a message begins with its title. */
function titleOf({ rule, message, category }: Finding): string {
  const name = rule.slice(rule.lastIndexOf('/') + 1)
  const [first = ''] = message.split(/[.!?:]\s/)
  return nameRule({ title: first, category }) === name ? first : name.replaceAll('-', ' ')
}

function isSamePlace({ claim }: ArguedClaim, other: ArguedClaim): boolean {
  const { path, side, line, endLine, category } = other.claim
  return (
    claim.path === path &&
    claim.side === side &&
    claim.category === category &&
    claim.line <= endLine &&
    claim.endLine >= line
  )
}
