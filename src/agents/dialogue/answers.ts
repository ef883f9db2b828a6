/** What models have to answer, by purpose. All of it is hostile: bounded here, and held to the code by grounding. */
import { z } from 'zod'
import { claimsMax } from '../../domain/agents/dialogue-event.ts'
import {
  category,
  confidence,
  exact,
  lineNumber,
  listOf,
  orNull,
  prose,
  severity,
  side,
  stance,
  weaknesses,
} from './tolerant.ts'

const evidenceMax = 5
const verdictsMax = 2 * claimsMax

/** `endLine` may be left out where it is `line`. */
function spanning<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => {
    if (typeof value !== 'object' || value === null || !('line' in value)) return value
    const end: unknown = 'endLine' in value ? value.endLine : null
    return end === null || end === undefined ? { ...value, endLine: value.line } : value
  }, z.object(shape))
}

const place = {
  path: exact(1_024),
  side,
  line: lineNumber,
  endLine: lineNumber,
  quote: exact(4_000),
}

export const CitationAnswer = spanning(place)
const evidence = listOf(CitationAnswer, evidenceMax)

export const FindingAnswer = spanning({
  ...place,
  title: prose(120),
  message: prose(1_500),
  severity,
  category,
  cwe: weaknesses,
  confidence,
  /** Empty: the lines are removed. */
  replacement: z.preprocess((value) => value ?? null, z.nullable(exact(8_000, 0))),
  evidence,
})
export type FindingAnswer = z.infer<typeof FindingAnswer>

const claimName = z.preprocess(
  (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
  exact(20),
)

const VerdictAnswer = z.object({
  claim: claimName,
  stance: stance(['confirm', 'refute']),
  severity: orNull(severity),
  reason: prose(1_000),
  evidence,
})
export type VerdictAnswer = z.infer<typeof VerdictAnswer>

export const EarlierAnswer = z.object({ finding: exact(64), isFixed: z.boolean(), reason: prose(1_000) })
/** Whether the code as it is now mends a finding of the last review. */
export type EarlierAnswer = z.infer<typeof EarlierAnswer>

const proposal = { findings: listOf(FindingAnswer, claimsMax), earlier: listOf(EarlierAnswer, 50) }
export const ProposeAnswer = z.object(proposal)
export type ProposeAnswer = z.infer<typeof ProposeAnswer>

export const ChallengeAnswer = z.object({
  verdicts: listOf(VerdictAnswer, verdictsMax),
  findings: listOf(FindingAnswer, claimsMax),
})
export type ChallengeAnswer = z.infer<typeof ChallengeAnswer>

const ReplyAnswer = z.object({
  claim: claimName,
  stance: stance(['insist', 'revise', 'withdraw']),
  reason: prose(1_000),
  evidence,
  revised: orNull(FindingAnswer),
})
export type ReplyAnswer = z.infer<typeof ReplyAnswer>

const reply = { answers: listOf(ReplyAnswer, verdictsMax), verdicts: listOf(VerdictAnswer, verdictsMax) }
export const AnswerAnswer = z.object(reply)
export type AnswerAnswer = z.infer<typeof AnswerAnswer>

/** What the coder is asked for, whatever its task; the reviewer's shape is that of a challenge. */
export const CoderAnswer = z.object({ ...proposal, ...reply })

export const SettleAnswer = z.object({ verdicts: listOf(VerdictAnswer, verdictsMax) })
export type SettleAnswer = z.infer<typeof SettleAnswer>

export const WalkthroughAnswer = z.object({
  summary: prose(2_000),
  files: listOf(z.object({ path: exact(1_024), text: prose(400) }), 100),
  risks: listOf(prose(400), 8),
  missingTests: listOf(z.object({ path: exact(1_024), text: prose(400) }), 10),
})
export type WalkthroughAnswer = z.infer<typeof WalkthroughAnswer>

/** Of `ask` and `tests`. */
export const TextAnswer = z.object({ text: prose(6_000), citations: listOf(CitationAnswer, 10) })
export type TextAnswer = z.infer<typeof TextAnswer>

export const ImproveAnswer = z.object({ findings: listOf(FindingAnswer, 10) })
export type ImproveAnswer = z.infer<typeof ImproveAnswer>

/** Of the pairs of a finding and a known defect that were asked about, by their names. */
export const JudgeAnswer = z.object({
  pairs: listOf(z.object({ pair: exact(64), isSame: z.boolean(), reason: prose(600) }), 400),
})
export type JudgeAnswer = z.infer<typeof JudgeAnswer>
