/**
 * From what was argued to what may be told, in this order: how the argument ended, substance, place in the code, what
 * analysers say already, the same said twice, the limit, the suggestion, and what must not be published. What falls out
 * on the way keeps its reason.
 */

import type { ArguedClaim, Citation } from '../../domain/agents/claim.ts'
import type { DroppedFinding } from '../../domain/finding/finding.ts'
import { severityWeight } from '../../domain/finding/severity.ts'
import { compareText } from '../../domain/text/compare-text.ts'
import type { AgentObservation, ChangeToDiscuss } from '../../ports/agents/agents.ts'
import type { Syntax } from '../../ports/syntax/syntax.ts'
import type { CheckOutput } from '../hostile/check-output.ts'
import { calibrateByPlace } from './calibrate-by-place.ts'
import { checkSuggestions } from './check-suggestions.ts'
import { type CodeOfChange, codeOfChange } from './code-of-change.ts'
import { dropClaim } from './drop-claim.ts'
import { joinAlike, knownAlready } from './drop-duplicates.ts'
import type { GroundClaims, Grounded } from './grounding.ts'
import { lackOfSubstance } from './judge-substance.ts'
import { checkedWeaknesses, nameDefect, nameRule } from './name-rule.ts'
import { isThere, type PlacedClaim, placeClaim } from './place-claim.ts'
import { publishable } from './publishable.ts'
import type { Standing } from './standing.ts'
import { writeMessage } from './write-message.ts'

export interface GroundingParts {
  /** Null: suggestions are not parsed. */
  readonly syntax: Syntax | null
  readonly checkOutput: CheckOutput
}

export interface Grounding {
  readonly ground: GroundClaims
  /** Whether code that is cited is there, at the place or near it: for the rule that ends an argument. */
  readonly isThere: (citation: Citation, change: ChangeToDiscuss) => Promise<boolean>
}

export function createGrounding({ syntax, checkOutput }: GroundingParts): Grounding {
  const codes = new WeakMap<ChangeToDiscuss, CodeOfChange>()

  function codeOf(change: ChangeToDiscuss): CodeOfChange {
    const known = codes.get(change)
    if (known !== undefined) return known
    const made = codeOfChange(change)
    codes.set(change, made)
    return made
  }

  async function ground(
    claims: readonly ArguedClaim[],
    change: ChangeToDiscuss,
    signal: AbortSignal,
  ): Promise<Grounded> {
    const settings = change.settings.agents
    const sifted = sift(claims, codeOf(change), change)
    const alike = joinAlike([...sifted.standing].sort(bySureness))
    const ranked = [...alike.kept].sort(byValue)
    const told = ranked.slice(0, settings.findingsMax)
    const { claims: fitted, refused } = await checkSuggestions(told, codeOf(change), change, syntax, signal)
    const dropped = [
      ...sifted.dropped,
      ...alike.dropped.map(({ claim, for: kept }) =>
        dropStanding(claim, 'duplicate', `${kept.title}, on line ${kept.line}, is the same defect.`),
      ),
      ...ranked
        .slice(settings.findingsMax)
        .map((claim) =>
          dropStanding(
            claim,
            'beyond-limit',
            `The agents may tell ${settings.findingsMax} findings; these were of more value.`,
          ),
        ),
      ...refused.map(({ claim, reason }) =>
        dropStanding(
          claim,
          'not-grounded',
          `The finding is told, the code that it proposes is not: ${reason}`,
        ),
      ),
    ]
    return publishable({ observations: fitted.map(observationOf), dropped }, change, checkOutput)
  }

  return { ground, isThere: (citation, change) => isThere(citation, codeOf(change)) }
}

interface Sifted {
  readonly standing: readonly Standing[]
  readonly dropped: readonly DroppedFinding[]
}

function sift(
  claims: readonly ArguedClaim[],
  code: CodeOfChange,
  { known: told, settings }: ChangeToDiscuss,
): Sifted {
  const { confidenceMin } = settings.agents
  const standing: Standing[] = []
  const dropped: DroppedFinding[] = []
  for (const argued of claims) {
    const { claim, outcome, reason } = argued
    if (outcome !== 'upheld') {
      dropped.push(dropClaim(argued, code, 'refuted', reason))
      continue
    }
    const lack =
      lackOfSubstance(claim) ??
      (claim.confidence < confidenceMin
        ? `It is less sure (${claim.confidence}) than asked for (${confidenceMin}).`
        : null)
    if (lack !== null) {
      dropped.push(dropClaim(argued, code, 'no-substance', lack))
      continue
    }
    const placed = placeClaim(claim, code)
    if (!placed.ok) {
      dropped.push(dropClaim(argued, code, placed.failure.reason, placed.failure.detail))
      continue
    }
    const one = stand(placed.value, argued)
    const known = knownAlready(
      { ...one, title: claim.title, message: claim.message, category: claim.category },
      told,
    )
    if (known === null) standing.push(one)
    else dropped.push(dropStanding(one, 'duplicate', `${known.rule} says so already, on line ${known.line}.`))
  }
  return { standing, dropped }
}

function stand(placed: PlacedClaim, { by, voices }: ArguedClaim): Standing {
  const { claim, file, side, range, preface } = placed
  return {
    placed,
    by,
    title: claim.title,
    path: file.path,
    side,
    line: range.line,
    endLine: range.endLine,
    column: range.column,
    endColumn: range.endColumn,
    rule: nameRule(claim),
    severity: calibrateByPlace({ ...claim, path: file.path, language: file.language }),
    category: claim.category,
    cwe: checkedWeaknesses(claim.cwe),
    message: writeMessage(preface, claim.title, claim.message),
    confidence: Math.min(1, Math.max(0, claim.confidence)),
    defect: nameDefect({ ...claim, cwe: checkedWeaknesses(claim.cwe) }),
    replacement: placed.replaces === null ? null : claim.replacement,
    secrets: [],
    voices,
  }
}

function observationOf({
  placed: _placed,
  by: _by,
  title: _title,
  ...observation
}: Standing): AgentObservation {
  return observation
}

function dropStanding(claim: Standing, reason: DroppedFinding['reason'], detail: string): DroppedFinding {
  const { path, line, rule, severity, message, voices } = claim
  return { path, line, rule: `agents/${rule}`, severity, message, reason, detail, voices }
}

function bySureness(a: Standing, b: Standing): number {
  return b.confidence - a.confidence || byValue(a, b)
}

function byValue(a: Standing, b: Standing): number {
  return (
    severityWeight(b.severity) * b.confidence - severityWeight(a.severity) * a.confidence ||
    compareText(a.path, b.path) ||
    a.line - b.line ||
    compareText(a.message, b.message)
  )
}
