import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultConfig } from '../../config/default-config.ts'
import type { ChangedEntry, ObjectName } from '../../domain/change/changed-entry.ts'
import { pathOfText } from '../../domain/path/path-bytes.ts'
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { Definition, Outline, Reference } from '../../ports/syntax/syntax.ts'
import { callsWorld, forever } from '../calls/fixtures/calls-world.ts'
import { type Line, scriptedClient } from '../calls/fixtures/scripted-client.ts'
import { noStory } from '../context/context.ts'
import { createOutputCheck } from '../hostile/check-output.ts'
import { createPromptBook } from '../prompts/prompt-book.ts'
import type { SymbolIndex } from '../symbols/symbol-index.ts'
import { assessChange } from './assess-change.ts'
import { createWalkthrough, type WalkthroughRequest } from './create-walkthrough.ts'
import { drawCalls } from './draw-calls.ts'
import { tellChange } from './tell-change.ts'

function aFile(path: string, added: number, more: Partial<FileToDiscuss> = {}): FileToDiscuss {
  const entry: ChangedEntry = {
    status: 'added',
    path: pathOfText(path),
    previousPath: null,
    base: null,
    head: { object: 'c'.repeat(40) as ObjectName, kind: 'file' },
  }
  const lines = Array.from({ length: added }, (_, at) => at + 1)
  return {
    entry,
    path,
    language: 'typescript',
    role: 'code',
    head: lines.map((line) => `line ${line} of ${path}\n`).join(''),
    base: null,
    addedLines: new Set(lines),
    removedLines: new Set(),
    hunks: [],
    ...more,
  }
}

function anOutline(names: readonly string[], calls: readonly (readonly [string, number])[]): Outline {
  return {
    definitions: names.map(
      (name, at): Definition => ({
        name,
        kind: 'function',
        line: at * 10 + 1,
        endLine: at * 10 + 9,
        signatureEndLine: at * 10 + 1,
        parent: null,
      }),
    ),
    references: calls.map(([name, line]): Reference => ({ name, line, kind: 'call' })),
    errors: 0,
  }
}

function anIndex(outlines: Readonly<Record<string, Outline>>): WalkthroughRequest['index'] {
  const definitions: SymbolIndex['definitions'] = (name) =>
    Object.entries(outlines).flatMap(([path, outline]) =>
      outline.definitions
        .filter((definition) => definition.name === name)
        .map((definition) => ({ path, definition, within: [] })),
    )
  return { outlineOf: (path) => outlines[path] ?? null, definitions, paths: Object.keys(outlines) }
}

const index = anIndex({
  'src/cart.ts': anOutline(['total'], [['priceOf', 3]]),
  'src/prices.ts': anOutline(['priceOf'], []),
  'src/cart.test.ts': anOutline([], [['total', 2]]),
})
const files = [aFile('src/cart.ts', 5), aFile('src/prices.ts', 4), aFile('src/cart.test.ts', 3)]

describe('calls between files that changed', () => {
  test('are drawn, those of tests are not', () => {
    expect(drawCalls(files, index)).toMatchInlineSnapshot(`
      "flowchart LR
        n0["src/cart.ts"]
        n1["src/prices.ts"]
        n0 -->|"priceOf"| n1"
    `)
  })

  test('nothing is drawn where nothing crosses, or nothing of it changed', () => {
    expect(drawCalls([aFile('src/cart.ts', 5)], index)).toBeNull()
    const untouched = [
      aFile('src/cart.ts', 0, { addedLines: new Set([40]) }),
      aFile('src/prices.ts', 0, { addedLines: new Set([40]) }),
    ]
    expect(drawCalls(untouched, index)).toBeNull()
  })

  test('no name can speak Mermaid, and a large change stays small', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 2, maxLength: 30 }),
        (names) => {
          const paths = [...new Set(names.map((name, at) => `${at}"]; click n0 href "${name}"`))]
          const outlines = Object.fromEntries(
            paths.map((path, at) => [
              path,
              anOutline(
                [`f${at}"|${names[at]}`],
                [[`f${(at + 1) % paths.length}"|${names[(at + 1) % paths.length]}`, 1]],
              ),
            ]),
          )
          const drawing = drawCalls(
            paths.map((path) => aFile(path, 2)),
            anIndex(outlines),
          )
          const lines = (drawing ?? 'flowchart LR').split('\n')
          expect(lines.shift()).toBe('flowchart LR')
          for (const line of lines)
            expect(line).toMatch(
              /^ {2}n\d+(?:\["[\p{L}\p{N}_./$…-]{1,48}"\]| -->\|"[\p{L}\p{N}_./$…, -]+"\| n\d+)$/u,
            )
          expect(lines.filter((line) => line.includes('["')).length).toBeLessThanOrEqual(12)
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('risk and effort', () => {
  test.each<[string, readonly FileToDiscuss[], string]>([
    ['prose', [aFile('README.md', 400)], 'low'],
    ['a little code with its test', [aFile('src/a.ts', 5), aFile('src/a.test.ts', 3)], 'low'],
    ['what things cost', files, 'medium'],
    ['a migration', [aFile('migrations/0002-orders.sql', 3)], 'medium'],
    [
      'who may do what, at length',
      [aFile('src/auth/login.ts', 400), aFile('package-lock.json', 9, { role: 'lock' })],
      'high',
    ],
    ['a workflow', [aFile('.github/workflows/ci.yml', 2)], 'medium'],
    ['much of everything', Array.from({ length: 40 }, (_, at) => aFile(`src/a${at}.ts`, 50)), 'high'],
  ])('%s', (_, changed, level) => {
    expect(assessChange({ files: changed, findings: [] }).risk.level).toBe(level)
  })

  test('reasons come with it, the weightiest first', () => {
    const changed = [aFile('src/auth/login.ts', 100), aFile('a.test.ts', 0, { head: null })]
    const { risk, effortMinutes } = assessChange({ files: changed, findings: [{ severity: 'high' }] })
    expect({ risk, effortMinutes }).toMatchInlineSnapshot(`
      {
        "effortMinutes": 15,
        "risk": {
          "level": "high",
          "reasons": [
            "1 finding of high severity or worse.",
            "It changes who may do what: src/auth/login.ts.",
            "It removes tests: a.test.ts.",
            "It changes 100 lines of code.",
          ],
        },
      }
    `)
  })
})

describe('a walkthrough', () => {
  const said = {
    summary: 'Totals come from the price list. @octocat knows.',
    files: [
      { path: 'src/cart.ts', text: 'Sums the lines.' },
      { path: 'src/not-there.ts', text: 'Invented.' },
    ],
    risks: ['src/cart.ts: prices may be missing.'],
    missingTests: [
      { path: 'src/cart.ts', text: 'A cart without lines.' },
      { path: '/etc/passwd', text: 'x' },
    ],
  }

  async function write(line: Line, more: Partial<WalkthroughRequest['settings']> = {}, told = files) {
    const client = scriptedClient('big/thinker', line)
    const prompts = createPromptBook()
    const checkOutput = createOutputCheck({
      canaries: prompts.canaries,
      prompts: prompts.prompts,
      hosts: [],
      holdSecrets: async (texts) => texts.map(() => false),
    })
    const written = await createWalkthrough({ calls: callsWorld([client]).calls, prompts, checkOutput })(
      {
        files: told,
        index,
        story: { ...noStory, title: 'Add totals' },
        known: [],
        findings: async () => [],
        settings: { ...defaultConfig.agents, ...more },
        mask: (text) => text.replaceAll('hunter22', '********'),
      },
      forever,
    )
    return { ...written, asked: client.asked }
  }

  test('is a model’s words about files that exist, and our own figures', async () => {
    const { walkthrough, asked } = await write({ value: said })
    expect(walkthrough).toMatchInlineSnapshot(`
      {
        "diagram": "flowchart LR
        n0["src/cart.ts"]
        n1["src/prices.ts"]
        n0 -->|"priceOf"| n1",
        "effortMinutes": 4,
        "files": [
          {
            "path": "src/cart.ts",
            "text": "Sums the lines.",
          },
        ],
        "missingTests": [
          {
            "path": "src/cart.ts",
            "text": "A cart without lines.",
          },
        ],
        "risk": {
          "level": "medium",
          "reasons": [
            "It changes money: src/prices.ts.",
            "src/cart.ts: prices may be missing.",
          ],
        },
        "summary": "Totals come from the price list. \`@octocat\` knows.",
      }
    `)
    expect(asked[0]?.system).toMatch(/^Task: walkthrough/)
  })

  test('has risk, effort and diagram although no model answers', async () => {
    const { walkthrough, failure } = await write({ fails: 'unavailable' })
    expect(failure?.kind).toBe('no-answer')
    expect(walkthrough).toMatchObject({ summary: '', files: [], risk: { level: 'medium' } })
    expect(walkthrough?.diagram).toContain('flowchart')
  })

  test('what may not be published is left out, word by word', async () => {
    const leak = { ...said, risks: ['the password is hunter22'] }
    const { walkthrough } = await write({ value: leak })
    expect(JSON.stringify(walkthrough)).not.toContain('hunter22')
    expect(walkthrough?.summary).not.toBe('')
  })

  test('of a change without a line to read is not asked for', async () => {
    const { walkthrough, failure, asked } = await write({ value: said }, {}, [])
    expect(asked).toHaveLength(0)
    expect(failure).toBeNull()
    expect(walkthrough).toMatchObject({ summary: '', files: [], risk: { level: 'low' }, effortMinutes: 1 })
  })

  test('is not written when nobody wants one', async () => {
    const { walkthrough, asked } = await write({ value: said }, { walkthrough: false })
    expect(walkthrough).toBeNull()
    expect(asked).toHaveLength(0)
  })
})

test('a change is told within its budget, each file its share', async () => {
  const large = [aFile('src/huge.ts', 4_000), aFile('src/small.ts', 3)]
  const text = await tellChange({
    files: large,
    story: noStory,
    known: [],
    mask: (one) => one,
    tokensMax: 2_000,
  })
  expect(text).toContain('+ R3 | line 3 of src/small.ts')
  expect(text).toMatch(/\(\d+ more\)/)
  expect(text.length).toBeLessThan(10_000)
})
