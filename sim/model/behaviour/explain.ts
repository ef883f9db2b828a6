/** Answers that tell rather than find: walkthrough, answers to questions, missing tests. */
import type { Block, Prompt } from '../prompt/prompt.ts'
import type { Citation, PlantedFinding } from './planted-finding.ts'

export function tellWalkthrough(prompt: Prompt, findings: readonly PlantedFinding[]): unknown {
  const byPath = Map.groupBy(unitsOf(prompt), ({ attributes }) => attributes.path ?? '')
  const paths = [...byPath.keys()]
  return {
    summary: `The change touches ${paths.length === 1 ? 'one file' : `${paths.length} files`}: ${paths.slice(0, 5).join(', ')}.`,
    files: [...byPath].map(([path, units]) => ({ path, text: fileText(units) })),
    risks: findings.map(({ path, line, title }) => `${title} (${path}:${line})`),
    missingTests: missingTests(findings),
  }
}

export function tellTests(_prompt: Prompt, findings: readonly PlantedFinding[]): unknown {
  const tests = missingTests(findings)
  const text =
    tests.length === 0
      ? 'The cases that I see are tested.'
      : tests.map(({ path, text }) => `${path}: ${text}`).join('\n')
  return { text, citations: findings.map(citationOf) }
}

/** Says where the words of the question stand. */
export function answerQuestion(prompt: Prompt): unknown {
  const asked = prompt.blocks
    .filter(({ kind }) => kind === 'question')
    .map(({ text }) => text)
    .join('\n')
  const words = [...asked.matchAll(/[A-Za-z_]{4,}/g)].map(([word]) => word.toLowerCase())
  const citations = prompt.blocks
    .filter(({ kind }) => kind === 'unit' || kind === 'definition')
    .flatMap((block) => mentions(block, words))
    .slice(0, 3)
  const text =
    citations.length === 0
      ? 'Nothing that I was shown answers this.'
      : `It stands in ${citations.map(({ path, line }) => `${path}:${line}`).join(', ')}.`
  return { text, citations }
}

function mentions({ attributes, lines }: Block, words: readonly string[]): readonly Citation[] {
  const path = attributes.path ?? ''
  return lines.flatMap(({ right, code }) => {
    const lower = code.toLowerCase()
    if (right === null || !words.some((word) => lower.includes(word))) return []
    return [{ path, side: 'RIGHT' as const, line: right, endLine: right, quote: code.trim() }]
  })
}

function unitsOf({ blocks }: Prompt): readonly Block[] {
  return blocks.filter(({ kind }) => kind === 'unit')
}

function fileText(units: readonly Block[]): string {
  const symbols = units.flatMap(({ attributes }) => attributes.symbol ?? [])
  const added = units.reduce((sum, { lines }) => sum + lines.filter(({ mark }) => mark === '+').length, 0)
  const where = symbols.length === 0 ? 'Changes' : `Changes ${[...new Set(symbols)].join(', ')}`
  return `${where}: ${added} ${added === 1 ? 'line' : 'lines'} added.`
}

function missingTests(findings: readonly PlantedFinding[]): readonly { path: string; text: string }[] {
  return findings.map(({ path, line, title }) => ({
    path,
    text: `Reach line ${line} with the input that makes "${title}" happen, and expect that nothing breaks.`,
  }))
}

function citationOf({ path, side, line, endLine, quote }: PlantedFinding): Citation {
  return { path, side, line, endLine, quote }
}
