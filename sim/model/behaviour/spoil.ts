/** Answers that look like answers and are worth nothing: what grounding has to stop. */
import type { Prompt } from '../prompt/prompt.ts'
import { isObject } from '../wire/check-schema.ts'

export type Spoiling =
  | 'wrong-line'
  | 'wrong-quote'
  | 'wrong-path'
  | 'duplicates'
  | 'praise'
  | 'vague'
  | 'severe'

/** Changes the findings of an answer; an answer without findings gets one about the first changed line. */
export function spoil(answer: unknown, prompt: Prompt, kind: Spoiling): unknown {
  if (!isObject(answer)) return answer
  const given = Array.isArray(answer.findings) ? answer.findings : []
  const findings = given.length === 0 ? placeholders(prompt, 1) : given
  return { ...answer, findings: findings.filter(isObject).flatMap((finding) => spoiled(finding, kind)) }
}

/** As many findings as asked for, each about a real line of the change while there are any. */
export function many(answer: unknown, prompt: Prompt, count: number): unknown {
  return isObject(answer) ? { ...answer, findings: placeholders(prompt, count) } : answer
}

type Finding = Readonly<Record<string, unknown>>

function spoiled(finding: Finding, kind: Spoiling): readonly Finding[] {
  switch (kind) {
    case 'wrong-line':
      return [{ ...finding, line: Number(finding.line) + 1_000, endLine: Number(finding.line) + 1_000 }]
    case 'wrong-quote':
      return [{ ...finding, quote: 'const invented = thatStandsNowhere()' }]
    case 'wrong-path':
      return [{ ...finding, path: `src/imagined/${String(finding.path).split('/').at(-1)}` }]
    case 'duplicates':
      return [finding, { ...finding, title: `${String(finding.title)} again` }, finding]
    case 'praise':
      return [{ ...finding, title: 'well done', message: 'Great work! This is clean and easy to read.' }]
    case 'vague':
      return [{ ...finding, title: 'tests', message: 'Consider adding tests for this change.' }]
    case 'severe':
      return [{ ...finding, severity: 'critical', confidence: 1 }]
  }
}

function placeholders({ blocks }: Prompt, count: number): readonly Finding[] {
  const lines = blocks
    .filter(({ kind }) => kind === 'unit')
    .flatMap(({ attributes, lines }) =>
      lines
        .filter(({ mark, right, code }) => mark === '+' && right !== null && code.trim() !== '')
        .map(({ right, code }) => ({
          path: attributes.path ?? '',
          number: right ?? 1,
          code: code.trim(),
        })),
    )
  if (lines.length === 0) return []
  return Array.from({ length: count }, (_, index) => {
    const place = lines[index % lines.length] ?? lines[0]
    return {
      path: place?.path,
      side: 'RIGHT',
      line: place?.number,
      endLine: place?.number,
      quote: place?.code,
      title: `remark ${index + 1}`,
      message: `Remark ${index + 1}: this line fails when its input is empty, because nothing checks it.`,
      severity: 'low',
      category: 'correctness',
      cwe: [],
      confidence: 0.5,
      replacement: null,
      evidence: [],
    }
  })
}
