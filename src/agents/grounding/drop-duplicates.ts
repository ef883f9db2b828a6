/** One defect is told once: not what an analyser says already, and not the same by both agents. */
import type { Speaker, Voice } from '../../domain/agents/voice.ts'
import type { KnownDefect } from '../../ports/agents/agents.ts'
import { keyWords, likeness, stem } from './key-words.ts'
import { weaknessesIn } from './weaknesses.ts'

/** What is compared of a claim on its way. */
export interface Told {
  readonly path: string
  readonly side: 'RIGHT' | 'LEFT'
  readonly line: number
  readonly endLine: number
  readonly title: string
  readonly message: string
  readonly category: string
  readonly by: Speaker
  readonly cwe: readonly string[]
  readonly confidence: number
  readonly voices: readonly Voice[]
}

/** Two that speak of one defect often point at neighbouring lines; one speaker who points at two lines means two defects. */
const besideMax = 2
const likeEnough = 0.5
const voicesMax = 12

/** The analyser's rule that says the same of these lines, or null. */
export function knownAlready(claim: Told, known: readonly KnownDefect[]): KnownDefect | null {
  return known.find((defect) => isMet(claim, defect, 0) && saysTheSame(claim, defect)) ?? null
}

function saysTheSame(claim: Told, defect: KnownDefect): boolean {
  const [analyser = '', rule = ''] = defect.rule.split('/', 2)
  if (claim.category === 'secret' && /^(?:secrets?|secretlint)$/.test(analyser)) return true
  const told = `${rule.replaceAll(/[-_]/g, ' ')} ${rule} ${defect.message}`
  const numbers = new Set([
    ...weaknessesIn(told).map(({ cwe }) => cwe),
    ...(defect.message.match(/CWE-\d+/g) ?? []),
  ])
  const claimed = [...claim.cwe, ...weaknessesIn(claim.title).map(({ cwe }) => cwe)]
  if (claimed.some((cwe) => numbers.has(cwe))) return true
  const words = new Set(keyWords(told).map(stem))
  const title = [...new Set(keyWords(claim.title).map(stem))]
  const shared = title.filter((word) => words.has(word)).length
  return shared >= 2 && shared >= title.length * likeEnough
}

/**
 * @param claims the surest first
 * @returns those that are told, with the voices of those that say the same; and which is told instead of each other one
 */
export function joinAlike<Claim extends Told>(
  claims: readonly Claim[],
): {
  readonly kept: readonly Claim[]
  readonly dropped: readonly { readonly claim: Claim; readonly for: Claim }[]
} {
  const kept: Claim[] = []
  const dropped: { claim: Claim; for: Claim }[] = []
  for (const claim of claims) {
    const at = kept.findIndex((other) => isAlike(other, claim))
    const other = kept[at]
    if (other === undefined) kept.push(claim)
    else {
      kept[at] = { ...other, voices: joined(other.voices, claim.voices) }
      dropped.push({ claim, for: other })
    }
  }
  return { kept, dropped }
}

function isAlike(a: Told, b: Told): boolean {
  if (!isMet(a, b, a.by === b.by ? 0 : besideMax)) return false
  if (isMet(a, b, 0) && a.cwe.some((cwe) => b.cwe.includes(cwe))) return true
  return likeness(a.title, b.title) >= likeEnough
}

function isMet(
  a: Pick<Told, 'path' | 'side' | 'line' | 'endLine'>,
  b: Pick<Told, 'path' | 'side' | 'line' | 'endLine'>,
  slack: number,
): boolean {
  return a.path === b.path && a.side === b.side && a.line <= b.endLine + slack && b.line <= a.endLine + slack
}

function joined(a: readonly Voice[], b: readonly Voice[]): readonly Voice[] {
  const isNew = (voice: Voice) =>
    !a.some(({ speaker, text }) => speaker === voice.speaker && text === voice.text)
  return [...a, ...b.filter(isNew)].sort((x, y) => x.round - y.round).slice(0, voicesMax)
}
