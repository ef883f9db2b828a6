/** When a unit is the same as before, and when it has to be read again. */
import { expect, test } from 'vitest'
import type { Outline } from '../../ports/syntax/syntax.ts'
import { createSymbolIndex } from '../symbols/create-symbol-index.ts'
import { type EarlierRemark, noStory, type PackedContext, type UnitKey } from './context.ts'
import { type Edit, editedFile } from './fixtures/edited-file.ts'
import { type ContextRequest, packContext } from './pack-context.ts'

const remark: EarlierRemark = {
  finding: 'f1',
  path: 'src/cart.ts',
  line: 2,
  text: 'This may be undefined.',
  fate: 'open',
  reason: '',
}

interface Shop {
  readonly above?: number
  readonly body?: string
  readonly price?: string
  readonly other?: string
  readonly rest?: Partial<ContextRequest>
}

/** `total` of src/cart.ts calls `price` of src/price.ts; src/other.ts has nothing to do with them. */
async function packShop({
  above = 1,
  body = 'return price()',
  price = 'return 1',
  other = 'a',
  rest = {},
}: Shop): Promise<PackedContext> {
  const added = (texts: readonly string[]): readonly Edit[] => texts.map((text) => ({ mark: '+', text }))
  const before: readonly Edit[] = Array.from({ length: above }, (_, at) => ({
    mark: ' ',
    text: `line ${at}`,
  }))
  const files = [
    editedFile('src/cart.ts', [...before, ...added(['function total() {', body, '}'])]),
    editedFile('src/price.ts', added(['function price() {', price, '}'])),
    editedFile('src/other.ts', added([other])),
  ]
  const defined = (name: string, line: number): Outline => ({
    definitions: [{ name, kind: 'function', line, endLine: line + 2, signatureEndLine: line, parent: null }],
    references: name === 'total' ? [{ name: 'price', line: line + 1, kind: 'call' }] : [],
    errors: 0,
  })
  return packContext(
    {
      files,
      index: createSymbolIndex(
        new Map([
          ['src/cart.ts', defined('total', above + 1)],
          ['src/price.ts', defined('price', 1)],
        ]),
        [],
      ),
      tree: {
        paths: async () => null,
        read: async () => new Map(files.map(({ path, head }) => [path, { kind: 'text', text: head ?? '' }])),
        earlierPath: (path) => path,
      },
      story: noStory,
      known: [],
      settings: { contextTokensMax: 16_000, partsMax: 3 },
      guidance: [],
      instructionsFor: () => [],
      mask: (text) => text,
      ...rest,
    },
    new AbortController().signal,
  )
}

async function keyOf(shop: Shop): Promise<UnitKey> {
  const { parts } = await packShop(shop)
  const unit = parts.flatMap(({ units }) => units).find(({ symbol }) => symbol === 'total')
  return unit?.key as UnitKey
}

test.each<[string, Shop]>([
  ['lines above it move it', { above: 30 }],
  ['another file changes', { other: 'b' }],
  ['the budget changes', { rest: { settings: { contextTokensMax: 4_000, partsMax: 8 } } }],
  ['the pull request is told otherwise', { rest: { story: { ...noStory, title: 'New words' } } }],
  ['the guidance changes', { rest: { guidance: [{ path: 'AGENTS.md', text: 'Be brief.' }] } }],
  ['a thread about it is open', { rest: { story: { ...noStory, earlier: [remark] } } }],
])('it is the same when %s', async (_, shop) => {
  expect(await keyOf(shop)).toBe(await keyOf({}))
})

test.each<[string, Shop]>([
  ['its lines change', { body: 'return 2' }],
  ['what it calls changes', { price: 'return 2' }],
  ['an instruction for its path changes', { rest: { instructionsFor: () => ['No floats.'] } }],
  [
    'a remark about it was dismissed',
    { rest: { story: { ...noStory, earlier: [{ ...remark, fate: 'dismissed', reason: 'It never is.' }] } } },
  ],
  [
    'an analyser finds something in it',
    {
      rest: {
        known: [
          {
            path: 'src/cart.ts',
            line: 2,
            endLine: 2,
            side: 'RIGHT',
            rule: 'a/b',
            severity: 'low',
            message: 'Odd.',
          },
        ],
      },
    },
  ],
])('it is another when %s', async (_, shop) => {
  expect(await keyOf(shop)).not.toBe(await keyOf({}))
})

test('equal blocks of one file are told apart', async () => {
  const same: readonly Edit[] = Array.from({ length: 30 }, () => ({ mark: ' ', text: 'same' }))
  const file = editedFile('notes.txt', [
    { mark: '+', text: 'x' },
    ...same,
    { mark: '+', text: 'y' },
    ...same,
    { mark: '+', text: 'y' },
    ...same,
  ])
  const seen: UnitKey[] = []
  await keyOf({
    rest: {
      files: [file],
      recall: async (units) => {
        seen.push(...units.map(({ key }) => key))
        return { known: new Set(), owing: new Set() }
      },
    },
  })
  expect(new Set(seen).size).toBe(3)
})

test('what is read in pieces, and what is cut, is known again by what was read of it', async () => {
  const long = (name: string, text: string) =>
    editedFile(
      name,
      Array.from({ length: 300 }, (_, at): Edit => ({ mark: '+', text: `${text} ${at} = ${at * 7}` })),
    )
  const files = [long('src/rates.txt', 'the rate of country'), long('package-lock.json', 'package')]
  const settings = { contextTokensMax: 2_000, partsMax: 8 }
  const first = await packShop({ rest: { files, settings } })
  const read = first.parts.flatMap(({ units }) => units.map(({ key }) => key))
  const again = await packShop({
    rest: { files, settings, recall: async () => ({ known: new Set(read), owing: new Set() }) },
  })
  expect(first.parts.length).toBeGreaterThan(2)
  expect(again.parts).toEqual([])
  expect(again.unread).toEqual(first.unread)
})
