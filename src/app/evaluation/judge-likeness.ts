/**
 * Asks a model which findings mean which defects. It is a measuring instrument and no part of a review. It is shown
 * neither who found what nor how grave anybody called it, and it is asked about pairs that could be the same alone.
 */
import type { Calls } from '../../agents/calls/calls.ts'
import { answerFormat } from '../../agents/dialogue/answer-format.ts'
import { JudgeAnswer } from '../../agents/dialogue/answers.ts'
import { dataBlock } from '../../agents/hostile/data-block.ts'
import { canaryOf } from '../../agents/prompts/canary.ts'
import { renderPrompt } from '../../agents/prompts/prompts.ts'
import { tokensOf } from '../../domain/agents/model-usage.ts'
import type {
  ExpectedDefect,
  Likeness,
  ReportedFinding,
  Spent,
} from '../../domain/evaluation/evaluated-case.ts'
import { isSameFile } from '../../domain/evaluation/likeness-by-place.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'

/** In one question. */
const pairsMax = 50

interface Pair {
  readonly pair: string
  readonly finding: ReportedFinding
  readonly defect: ExpectedDefect
}

export interface Judged {
  readonly pairs: readonly Likeness[]
  readonly judging: Spent
}

/** @param calls of this case alone: what they took is told */
export async function judgeLikeness(
  calls: Calls,
  findings: readonly ReportedFinding[],
  defects: readonly ExpectedDefect[],
  signal: AbortSignal,
): Promise<Outcome<Judged, string>> {
  const pairs = pairsOf(findings, defects)
  const likenesses: Likeness[] = []
  for (let at = 0; at < pairs.length; at += pairsMax) {
    const judged = await judge(calls, pairs.slice(at, at + pairsMax), signal)
    if (!judged.ok) return judged
    likenesses.push(...judged.value)
  }
  const { tokens, costMicroDollars } = await calls.usage()
  return succeed({
    pairs: likenesses,
    judging: { tokens: tokensOf(tokens), microDollars: costMicroDollars },
  })
}

/** A defect whose file is known is not found in another one. */
function pairsOf(findings: readonly ReportedFinding[], defects: readonly ExpectedDefect[]): readonly Pair[] {
  return findings
    .flatMap((finding) =>
      defects
        .filter(({ path }) => path === null || isSameFile(finding.path, path))
        .map((defect) => ({ finding, defect })),
    )
    .map((pair, at) => ({ ...pair, pair: `p${at + 1}` }))
}

async function judge(
  calls: Calls,
  pairs: readonly Pair[],
  signal: AbortSignal,
): Promise<Outcome<readonly Likeness[], string>> {
  const text = dataBlock(
    'claims',
    {},
    `[${pairs.map((pair) => `\n${JSON.stringify(shown(pair))}`).join(',')}\n]`,
  )
  const asked = await calls.ask(
    {
      role: 'judge',
      purpose: 'judge',
      system: renderPrompt('judge', { canary: canaryOf(text) }),
      messages: [{ from: 'us', text, isStable: false }],
      answer: answerFormat('pairs', JudgeAnswer),
      tools: null,
    },
    signal,
  )
  if (!asked.ok) return fail('message' in asked.failure ? asked.failure.message : 'It was ended.')
  const same = new Set(asked.value.value.pairs.filter(({ isSame }) => isSame).map(({ pair }) => pair))
  return succeed(
    pairs
      .filter(({ pair }) => same.has(pair))
      .map(({ finding, defect }) => ({ finding: finding.id, defect: defect.id, degree: 1 })),
  )
}

function shown({ pair, finding, defect }: Pair): unknown {
  const place = { path: finding.path, line: finding.line, endLine: finding.endLine }
  return {
    pair,
    finding: { ...place, message: finding.message },
    defect: { path: defect.path, line: defect.line, endLine: defect.endLine, text: defect.text },
  }
}
