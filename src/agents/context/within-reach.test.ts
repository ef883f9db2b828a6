import { expect, test } from 'vitest'
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { Definition } from '../../ports/syntax/syntax.ts'
import { createSymbolIndex } from '../symbols/create-symbol-index.ts'
import { noStory } from './context.ts'
import { findUnits } from './find-units.ts'
import { editedFile } from './fixtures/edited-file.ts'
import { packContext } from './pack-context.ts'
import { boundedParts, withinReach } from './within-reach.ts'

const noIndex = createSymbolIndex(new Map(), [])
const mask = (text: string) => text

function added(path: string, lines: number, role: 'code' | 'lock' = 'code'): FileToDiscuss {
  const edits = Array.from({ length: lines }, (_, at) => ({ mark: '+' as const, text: `call${at}()` }))
  return editedFile(path, edits, role)
}

const unitsOf = (files: readonly FileToDiscuss[]) => findUnits({ files, index: noIndex, mask })
const linesOf = (units: readonly { readonly changed: readonly number[] }[]) =>
  units.reduce((sum, { changed }) => sum + changed.length, 0)

test('all of an ordinary change is within reach, in its order', () => {
  const units = unitsOf([
    added('b.test.ts', 300),
    added('package-lock.json', 900, 'lock'),
    added('a.ts', 400),
  ])
  expect(withinReach(units, { contextTokensMax: 16_000, partsMax: 12 })).toEqual({ units, beyond: [] })
})

test('of a change without end only what could be read is prepared: code before what is beside it', () => {
  const files = [added('z.test.ts', 3_000), added('package-lock.json', 20_000, 'lock'), added('a.ts', 3_000)]
  const units = unitsOf(files)
  const { units: near, beyond } = withinReach(units, { contextTokensMax: 4_000, partsMax: 2 })
  expect(linesOf(near)).toBeGreaterThan(2_000)
  expect(linesOf(near)).toBeLessThan(4_000)
  expect(near.every(({ path }) => path === 'a.ts')).toBe(true)
  expect([...near, ...beyond]).toHaveLength(units.length)
})

test('data that is cut anyway keeps nothing else away', () => {
  const gone = editedFile(
    'old.ts',
    Array.from({ length: 40 }, (_, at) => ({ mark: '-' as const, text: `gone${at}()` })),
  )
  const { beyond } = withinReach(unitsOf([added('big.json', 40_000), gone]), {
    contextTokensMax: 4_000,
    partsMax: 2,
  })
  expect(beyond.some(({ path }) => path === 'old.ts')).toBe(false)
})

test('no configuration makes a review read without end', () => {
  expect(boundedParts({ contextTokensMax: 16_000, partsMax: 12 })).toEqual({
    contextTokensMax: 16_000,
    partsMax: 12,
  })
  expect(boundedParts({ contextTokensMax: 500_000, partsMax: 100 }).partsMax).toBe(2)
})

test('every line that is out of reach is told, with the others', async () => {
  const files = Array.from({ length: 40 }, (_, at) => added(`src/f${at}.ts`, 500))
  const request = { files, index: noIndex, guidance: [], known: [], mask, story: noStory }
  const packed = await packContext(
    {
      ...request,
      tree: { paths: async () => null, read: async () => new Map(), earlierPath: (path) => path },
      settings: { contextTokensMax: 4_000, partsMax: 2 },
      instructionsFor: () => [],
    },
    new AbortController().signal,
  )
  const shown = packed.parts.flatMap(({ text }) => text.match(/^\+ /gm) ?? []).length
  const told = packed.unread.flatMap(({ reason }) => /did not read ([\d,]+) of/.exec(reason)?.[1] ?? [])
  const unread = told.reduce((sum, figure) => sum + Number(figure.replaceAll(',', '')), 0)
  expect(shown + unread).toBe(40 * 500)
  expect(packed.unread.at(-1)?.reason).toContain('they fit into none of the 2 parts of 4,000 tokens')
})

test('a file with as many definitions as lines is cut into them as quickly as any other', () => {
  const file = added('many.ts', 20_000)
  const definitions = Array.from({ length: 20_000 }, (_, at): Definition => {
    const line = at + 1
    return { kind: 'function', name: `f${at}`, line, endLine: line, signatureEndLine: line, parent: null }
  })
  const index = createSymbolIndex(new Map([['many.ts', { definitions, references: [], errors: 0 }]]), [])
  const units = findUnits({ files: [file], index, mask })
  expect(units).toHaveLength(20_000)
  expect(units.at(-1)).toMatchObject({
    symbol: 'f19999',
    head: { line: 20_000, endLine: 20_000 },
    base: null,
  })
})
