/** What a reasonable reviewer answers, by the task that it was given. */
import type { Prompt } from '../prompt/prompt.ts'
import type { Defect, Scenario } from '../scenario/scenario.ts'
import { answerQuestion, tellTests, tellWalkthrough } from './explain.ts'
import { judgePairs } from './judge.ts'
import { type Citation, defectOf, findPlanted } from './planted-finding.ts'
import { readClaims, type ToldClaim } from './read-claims.ts'
import { recheckEarlier } from './recheck.ts'

type Reaction = Defect['challenge'] | Defect['answer'] | Defect['settle']

/** @returns the answer's JSON */
export function carefulAnswer(prompt: Prompt, { defects }: Scenario): unknown {
  switch (prompt.purpose) {
    case 'propose':
      return {
        findings: findPlanted(prompt, defects, 'coder'),
        earlier: recheckEarlier(prompt, allPlanted(prompt, defects)),
        answers: [],
        verdicts: [],
      }
    case 'challenge':
      return {
        verdicts: readClaims(prompt).map((claim) => verdict(prompt, claim, challengeOf(defects, claim))),
        findings: findPlanted(prompt, defects, 'reviewer'),
      }
    case 'answer':
      return answerChallenge(prompt, defects)
    case 'settle':
      return {
        verdicts: readClaims(prompt).map((claim) => verdict(prompt, claim, settleOf(defects, claim))),
        findings: [],
      }
    case 'walkthrough':
      return tellWalkthrough(prompt, lastingPlanted(prompt, defects))
    case 'ask':
      return answerQuestion(prompt)
    case 'tests':
      return tellTests(prompt, lastingPlanted(prompt, defects))
    case 'improve':
      return { findings: allPlanted(prompt, defects) }
    case 'judge':
      return judgePairs(prompt)
    default:
      return { text: 'I do not know this task.' }
  }
}

function allPlanted(prompt: Prompt, defects: readonly Defect[]) {
  return [...findPlanted(prompt, defects, 'coder'), ...findPlanted(prompt, defects, 'reviewer')]
}

/** Without those that end in a withdrawal. */
function lastingPlanted(prompt: Prompt, defects: readonly Defect[]) {
  const lasting = defects.filter(
    ({ challenge, answer }) => challenge.stance === 'confirm' || answer.stance !== 'withdraw',
  )
  return allPlanted(prompt, lasting)
}

function challengeOf(defects: readonly Defect[], claim: ToldClaim): Reaction {
  const unknown = 'The code that is quoted does not do what the claim says.'
  return defectOf(defects, claim.title)?.challenge ?? { stance: 'refute', reason: unknown, cites: true }
}

function settleOf(defects: readonly Defect[], claim: ToldClaim): Reaction {
  const unknown = 'Nothing new was shown.'
  return defectOf(defects, claim.title)?.settle ?? { stance: 'refute', reason: unknown, cites: true }
}

function answerChallenge(prompt: Prompt, defects: readonly Defect[]): unknown {
  const claims = readClaims(prompt)
  return {
    findings: [],
    earlier: [],
    answers: claims.filter(isRefuted).map((claim) => {
      const unknown = 'The reviewer is right.'
      const reaction: Reaction = defectOf(defects, claim.title)?.answer ?? {
        stance: 'withdraw',
        reason: unknown,
        cites: true,
      }
      const { stance, reason } = reaction
      const revised = stance === 'revise' ? revisionOf(claim, reaction) : null
      return { claim: claim.id, stance, reason, evidence: citationsOf(prompt, claim, reaction), revised }
    }),
    verdicts: claims
      .filter((claim) => !isRefuted(claim))
      .map((claim) => verdict(prompt, claim, challengeOf(defects, claim))),
  }
}

/** What the reviewer refuted is answered; what it found itself is judged. */
function isRefuted({ group, id }: ToldClaim): boolean {
  return group === '' ? id.startsWith('c') : group === 'refuted'
}

function verdict(prompt: Prompt, claim: ToldClaim, reaction: Reaction): unknown {
  const { stance, reason, severity } = reaction
  const evidence = citationsOf(prompt, claim, reaction)
  return { claim: claim.id, stance, severity: severity ?? null, reason, evidence }
}

function citationsOf(
  { blocks }: Prompt,
  { path, side, line, endLine, quote }: ToldClaim,
  { cites, citesLine }: Reaction,
): readonly Citation[] {
  if (!cites) return []
  if (citesLine === undefined) return [{ path, side, line, endLine, quote }]
  const pattern = new RegExp(citesLine)
  for (const block of blocks) {
    const found = block.lines.find(({ code, right }) => right !== null && pattern.test(code))
    if (found === undefined || found.right === null) continue
    const at = { line: found.right, endLine: found.right, quote: found.code.trim() }
    return [{ path: block.attributes.path ?? path, side: 'RIGHT', ...at }]
  }
  return []
}

function revisionOf({ all }: ToldClaim, { reason, severity }: Reaction): unknown {
  const { id: _, voices: __, verdict: ___, ...finding } = all
  return {
    path: finding.path,
    side: finding.side ?? 'RIGHT',
    line: finding.line,
    endLine: finding.endLine ?? finding.line,
    quote: finding.quote,
    title: finding.title,
    message: `${String(finding.message ?? '')} ${reason}`.trim(),
    severity: severity ?? finding.severity,
    category: finding.category,
    cwe: finding.cwe ?? [],
    confidence: finding.confidence ?? 0.8,
    replacement: finding.replacement ?? null,
    evidence: finding.evidence ?? [],
  }
}
