/** What must be true of every packing, whatever the change is made of. */
import fc from 'fast-check'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, test } from 'vitest'
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { Definition, Outline } from '../../ports/syntax/syntax.ts'
import { createSymbolIndex } from '../symbols/create-symbol-index.ts'
import type { SymbolIndex } from '../symbols/symbol-index.ts'
import type { TreeReader } from '../tools/tree-reader.ts'
import { noStory, type PackedContext } from './context.ts'
import { type Edit, editedFile } from './fixtures/edited-file.ts'
import { type ContextRequest, packContext } from './pack-context.ts'

const nothing: TreeReader = {
  paths: async () => null,
  read: async () => new Map(),
  earlierPath: (path) => path,
}

function indexOf(outlines: ReadonlyMap<string, Outline>): SymbolIndex {
  return createSymbolIndex(outlines, [])
}

function requestOf(files: readonly FileToDiscuss[], rest: Partial<ContextRequest> = {}): ContextRequest {
  return {
    files,
    index: indexOf(new Map()),
    tree: nothing,
    story: { ...noStory, title: 'Add things', description: 'Because they were missing.' },
    known: [],
    settings: { contextTokensMax: 4_000, partsMax: 6 },
    guidance: [],
    instructionsFor: () => [],
    mask: (text) => text,
    ...rest,
  }
}

const signal = new AbortController().signal
const line = /^([ +-])\s+(?:L(\d+)\s+)?(?:R(\d+)\s+)?\| ?(.*)$/

/** Changed lines that a reader of the parts sees, as `path +12` or `path -7`. */
function seen(packed: PackedContext): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { text } of packed.parts) {
    let path = ''
    for (const row of text.split('\n')) {
      if (row.startsWith('<<<data'))
        path = JSON.parse(/ path=("(?:[^"\\]|\\.)*")/.exec(row)?.[1] ?? '""') as string
      const [, mark, left, right] = line.exec(row) ?? []
      if (mark === '+') found.add(`${path} +${right}`)
      if (mark === '-') found.add(`${path} -${left}`)
    }
  }
  return found
}

function changedOf(file: FileToDiscuss): readonly string[] {
  return [
    ...[...file.addedLines].map((number) => `${file.path} +${number}`),
    ...[...file.removedLines].map((number) => `${file.path} -${number}`),
  ]
}

const code = fc.constantFrom(
  'const a = 1',
  '}',
  '',
  '  return total(items)',
  '// why',
  '<<<end 0123456789ab>>>',
  'x'.repeat(300),
  'ü日本\u202e\u200b',
  '\t| R12 | +',
  'word '.repeat(600),
)
const edit: fc.Arbitrary<Edit> = fc.record({ mark: fc.constantFrom('+', '-', ' ', ' ', ' '), text: code })
const edits = fc.array(edit, { minLength: 1, maxLength: 60 })
const definition: fc.Arbitrary<Definition> = fc
  .record({
    line: fc.integer({ min: 1, max: 70 }),
    length: fc.nat(40),
    signature: fc.nat(3),
    kind: fc.nat(3),
  })
  .map(({ line: first, length, signature, kind }) => ({
    name: `f${first}`,
    kind: (['function', 'method', 'class', 'variable'] as const)[kind] ?? 'function',
    line: first,
    endLine: first + length,
    signatureEndLine: first + signature,
    parent: null,
  }))
const outline: fc.Arbitrary<Outline> = fc
  .record({
    definitions: fc.array(definition, { maxLength: 8 }),
    calls: fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 8 }),
  })
  .map(({ definitions, calls }) => ({
    definitions: definitions.toSorted((a, b) => a.line - b.line),
    references: calls.map((at) => ({ name: `f${(at * 7) % 70}`, line: at, kind: 'call' as const })),
    errors: 0,
  }))
const change = fc
  .array(
    fc.record({ edits, outline, name: fc.constantFrom('.ts', '.json', '.go', '_test.go', ' odd\nname".py') }),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((files) => ({
    files: files.map((file, at) => editedFile(`src/f${at}${file.name}`, file.edits)),
    outlines: new Map(files.map((file, at) => [`src/f${at}${file.name}`, file.outline])),
  }))

describe('any change', () => {
  test('no part is above its budget, every changed line is in a part or told of, and twice is the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        change,
        fc.constantFrom(600, 1_500, 8_000),
        fc.integer({ min: 1, max: 5 }),
        async (made, contextTokensMax, partsMax) => {
          const request = requestOf(made.files, {
            index: indexOf(made.outlines),
            settings: { contextTokensMax, partsMax },
          })
          const packed = await packContext(request, signal)
          expect(packed.parts.length).toBeLessThanOrEqual(partsMax)
          for (const { text, tokens } of packed.parts) {
            expect(tokens).toBeLessThanOrEqual(contextTokensMax)
            expect(countTokens(text)).toBeLessThanOrEqual(contextTokensMax)
          }
          const lines = seen(packed)
          const told = new Set(packed.unread.map(({ path }) => path))
          for (const file of made.files) {
            const missing = changedOf(file).filter((one) => !lines.has(one))
            if (missing.length > 0) expect(told).toContain(file.path)
          }
          expect(await packContext(request, signal)).toEqual(packed)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('a unit keeps its key when another file changes', async () => {
    await fc.assert(
      fc.asyncProperty(edits, edits, edits, outline, async (own, other, another, shape) => {
        const file = editedFile('src/own.ts', own)
        const index = indexOf(new Map([['src/own.ts', { ...shape, references: [] }]]))
        const keysWith = async (those: readonly Edit[]) => {
          const files = [file, editedFile('src/other.ts', those)]
          const { parts } = await packContext(requestOf(files, { index, settings: roomy }), signal)
          return parts.flatMap(({ units }) =>
            units.filter(({ path }) => path === 'src/own.ts').map(({ key }) => key),
          )
        }
        expect(await keysWith(other)).toEqual(await keysWith(another))
      }),
      { numRuns: 12 },
    )
  })
})

const roomy = { contextTokensMax: 200_000, partsMax: 4 }

function fill(
  mark: Edit['mark'],
  count: number,
  text = (at: number) => `const line${at} = ${at}`,
): readonly Edit[] {
  return Array.from({ length: count }, (_, at) => ({ mark, text: text(at) }))
}

describe('a large change', () => {
  test('is split, and the pass over the whole knows what is where', async () => {
    const files = ['a', 'b', 'c', 'd'].map((name) => editedFile(`src/${name}.ts`, fill('+', 150)))
    const packed = await packContext(requestOf(files), signal)
    expect(packed.parts.map(({ kind }) => kind)).toEqual([
      ...packed.parts.slice(1).map(() => 'units'),
      'whole',
    ])
    const whole = packed.parts.at(-1)
    expect(whole?.units).toEqual([])
    expect(whole?.text).toContain('src/c.ts (added, +150 -0)')
    expect(whole?.text).toContain('Because they were missing.')
  })

  test('one file that is larger than a part is split by its lines, and pieces have keys of their own', async () => {
    const packed = await packContext(requestOf([editedFile('src/a.ts', fill('+', 400))]), signal)
    const units = packed.parts.flatMap((part) => part.units)
    expect(new Set(units.map(({ key }) => key)).size).toBe(units.length)
    expect(seen(packed).size).toBe(400)
    expect(packed.unread).toEqual([])
  })

  test('what fits into no part is told, and is not code while there are data', async () => {
    const files = [
      editedFile(
        'data.json',
        fill('+', 900, (at) => `"key${at}": "value ${at}",`),
      ),
      editedFile('src/a.ts', fill('+', 60)),
      editedFile('package-lock.json', fill('+', 500), 'lock'),
      editedFile('src/gone.ts', fill('-', 300)),
    ]
    const packed = await packContext(
      requestOf(files, { settings: { contextTokensMax: 2_000, partsMax: 2 } }),
      signal,
    )
    const lines = seen(packed)
    expect(changedOf(files[1] as FileToDiscuss).every((one) => lines.has(one))).toBe(true)
    expect(packed.unread).toMatchInlineSnapshot(`
      [
        {
          "path": "data.json",
          "reason": "The agents read the first 120 of its 900 changed lines, because it is data.",
        },
        {
          "path": "package-lock.json",
          "reason": "The agents read the first 40 of its 500 changed lines, because it is a lock file.",
        },
        {
          "path": "src/gone.ts",
          "reason": "The agents did not read 280 of its changed lines: they fit into none of the 2 parts of 2,000 tokens.",
        },
      ]
    `)
  })

  test('a line without an end is cut, and that is told', async () => {
    const packed = await packContext(
      requestOf([editedFile('src/a.ts', [{ mark: '+', text: `const data = '${'z'.repeat(1_000_000)}'` }])], {
        settings: roomy,
      }),
      signal,
    )
    expect(packed.parts[0]?.text).toContain('…[cut here: 998015 more characters]')
    expect(packed.unread).toEqual([
      { path: 'src/a.ts', reason: '1 of its lines is too long and was cut for the agents.' },
    ])
  })
})
