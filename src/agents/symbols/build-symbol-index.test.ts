/** The index of real trees, read by the real parsers, and what is left of it when something goes wrong. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createRepository, type Files } from '../../../test/world/repository.ts'
import { createGitSource } from '../../adapters/git/git-source.ts'
import { createDiskOutlineCache } from '../../adapters/outline-cache/disk-outline-cache.ts'
import { createProcessSandbox } from '../../adapters/sandbox/process-sandbox.ts'
import { createSyntax } from '../../analysers/syntax/create-syntax.ts'
import { languageOf } from '../../domain/language.ts'
import { printPath } from '../../domain/path/path-bytes.ts'
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { Snapshot } from '../../ports/source/source.ts'
import type { Outline, Syntax } from '../../ports/syntax/syntax.ts'
import { buildSymbolIndex, type SymbolIndexOptions } from './build-symbol-index.ts'

const never = new AbortController().signal
const installFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
const scratchFolder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-symbols-'))
let syntax: Syntax

beforeAll(() => {
  syntax = createSyntax({ sandbox: createProcessSandbox({ scratchFolder, installFolder }), childrenMax: 1 })
})
afterAll(async () => {
  await syntax.close()
  rmSync(scratchFolder, { recursive: true, force: true })
})

interface World {
  readonly snapshot: Snapshot
  /** Objects of each call of `read`. */
  readonly reads: number[]
  build(options?: Partial<SymbolIndexOptions>): ReturnType<typeof buildSymbolIndex>
}

async function openWorld(base: Files, change: Files): Promise<World> {
  const repository = createRepository()
  repository.commit('main', base)
  repository.commit('change', change, { from: 'main' })
  const folder = mkdtempSync(join(scratchFolder, 'world-'))
  const source = createGitSource({ folder: repository.folder, scratchFolder: folder })
  const opened = await source.open({ base: 'main', head: { kind: 'ref', ref: 'change' } }, never)
  if (!opened.ok) throw new Error(opened.failure.message)
  onTestFinished(() => opened.value.close())
  const reads: number[] = []
  const snapshot: Snapshot = {
    ...opened.value,
    read(objects) {
      reads.push(objects.length)
      return opened.value.read(objects)
    },
  }
  const changed = await changedFiles(opened.value)
  const cache = createDiskOutlineCache({
    folder: join(folder, 'cache'),
    bytesMax: 10_000_000,
    now: () => Date.now(),
  })
  return {
    snapshot,
    reads,
    build: (options) =>
      buildSymbolIndex({ snapshot, syntax, cache, repositoryKey: 'one', changed, signal: never, ...options }),
  }
}

async function changedFiles(snapshot: Snapshot): Promise<readonly FileToDiscuss[]> {
  const objects = snapshot.entries.flatMap(({ head }) => (head === null ? [] : [head.object]))
  const contents = await snapshot.read(objects)
  return snapshot.entries.map((entry) => {
    const path = printPath(entry.path).text
    const bytes = contents.ok && entry.head !== null ? contents.value.get(entry.head.object) : undefined
    return {
      entry,
      path,
      language: languageOf(path),
      role: 'code',
      head: bytes?.toString('utf8') ?? null,
      base: null,
      addedLines: new Set<number>(),
      removedLines: new Set<number>(),
      hunks: [],
    }
  })
}

function places(found: readonly { readonly path: string; readonly within: unknown }[]): readonly string[] {
  return found.map(({ path }) => path)
}

const shop: Files = {
  'shop/cart.ts': 'export class Cart {\n  total(): number {\n    return price(this)\n  }\n}\n',
  'shop/price.ts': 'export function price(cart: Cart) {\n  return 1\n}\n',
  'shop/deep/er/price.ts': 'export const price = () => 2\n',
  'other/price.ts': 'export function price() {}\n',
  'other/use.ts': "import { price } from './price.ts'\nexport const handlers = [price]\n",
  'py/price.py': 'def price(cart):\n    return cart.total()\n',
  'go/price.go': 'package price\n\nfunc price() int { return total() }\n',
  'vendor/price.ts': 'export function price() {}\n',
  'node_modules/a/index.js': 'function price() {}\n',
  'dist/price.min.js': 'function price(){}\n',
  'generated.ts': '// @generated\nexport function price() {}\n',
  'package-lock.json': '{}\n',
  'README.md': '# price()\n',
  'binary.ts': Buffer.from([0x66, 0, 0x67]),
  link: { symlink: 'shop/price.ts' },
}

describe('names', () => {
  test('are found nearest first, in the languages that can mean them, in code that people wrote', async () => {
    const { build } = await openWorld(shop, { 'shop/new.ts': 'export const sum = (c: Cart) => price(c)\n' })
    const index = await build()
    expect(places(index.definitions('price', 'shop/new.ts'))).toEqual([
      'shop/price.ts',
      'other/price.ts',
      'shop/deep/er/price.ts',
    ])
    expect(places(index.definitions('price', 'py/price.py'))).toEqual(['py/price.py'])
    expect(places(index.definitions('price', 'go/other.go'))).toEqual(['go/price.go'])
    // Near nothing, or a file of no such language, any will do.
    expect(index.definitions('price', '').length).toBe(5)
    const uses = index.uses('price', 'shop/new.ts')
    expect(uses.map(({ path, line, within }) => [path, line, within?.name ?? null])).toEqual([
      ['shop/new.ts', 1, 'sum'],
      ['shop/cart.ts', 3, 'total'],
      ['other/use.ts', 1, null],
    ])
    expect(index.notes).toEqual([])
    expect(index.paths).toEqual([...index.paths].sort())
    expect(index.outlineOf('generated.ts')?.definitions).toEqual([])
    expect(index.outlineOf('vendor/price.ts')).toBe(null)
  })

  test('of a part say whose it is', async () => {
    const { build } = await openWorld(shop, {
      'shop/new.ts': 'export namespace A { export class Order { total() {} } }\n',
    })
    const index = await build()
    const owned = index.definitions('Cart.total', 'shop/new.ts')
    expect(owned.map(({ path, within }) => [path, within])).toEqual([['shop/cart.ts', ['Cart']]])
    expect(index.definitions('total', 'shop/new.ts').map(({ within }) => within)).toEqual([
      ['A', 'Order'],
      ['Cart'],
    ])
    expect(places(index.definitions('Nobody::total', 'shop/new.ts'))).toEqual(['shop/new.ts', 'shop/cart.ts'])
  })

  test('of C++ are found where they are declared and where they are told', async () => {
    const { build } = await openWorld(
      {
        'shop/cart.h': 'namespace shop {\nclass Cart {\n public:\n  int total() const;\n};\n}\n',
        'shop/cart.cpp': '#include "cart.h"\nint shop::Cart::total() const {\n  return price();\n}\n',
        'shop/order.h': 'class Order {\n public:\n  int total() { return 1; }\n};\n',
        'shop/price.c': 'int price(void) { return 1; }\n',
        'shop/Price.kt': 'fun price() = 1\n',
      },
      { 'main.cpp': 'int main() { return shop::Cart().total(); }\n' },
    )
    const index = await build()
    const found = index.definitions('Cart::total', 'main.cpp')
    expect(places(found)).toEqual(['shop/cart.h', 'shop/cart.cpp'])
    expect(places(index.definitions('price', 'shop/cart.cpp'))).toEqual(['shop/price.c'])
    expect(index.uses('total', 'shop/cart.cpp').map(({ path, line }) => [path, line])).toEqual([
      ['main.cpp', 1],
    ])
  })

  test('of Kotlin, Scala and Java are names to each other', async () => {
    const { build } = await openWorld(
      {
        'src/Cart.java': 'class Cart { int total() { return 1; } }\n',
        'src/Tax.scala': 'object Tax { def of(c: Cart) = c.total }\n',
        'src/Cart.swift': 'func total() {}\n',
      },
      { 'src/Shop.kt': 'fun sum(cart: Cart) = cart.total() + Tax.of(cart)\n' },
    )
    const index = await build()
    expect(places(index.definitions('total', 'src/Shop.kt'))).toEqual(['src/Cart.java'])
    expect(places(index.definitions('of', 'src/Shop.kt'))).toEqual(['src/Tax.scala'])
    expect(places(index.uses('total', 'src/Cart.java'))).toEqual(['src/Shop.kt', 'src/Tax.scala'])
    expect(places(index.definitions('total', 'src/Cart.swift'))).toEqual(['src/Cart.swift'])
  })

  test('of built-in properties are names like others', async () => {
    const { build } = await openWorld(
      { 'a.js': 'function constructor() { __proto__() }\nfunction toString() {}\n' },
      { 'b.js': 'class A { constructor() { hasOwnProperty() } }\n' },
    )
    const index = await build()
    expect(places(index.definitions('constructor', 'a.js'))).toEqual(['a.js', 'b.js'])
    expect(index.uses('__proto__', 'a.js').length).toBe(1)
    expect([index.definitions('__proto__', 'a.js'), index.uses('valueOf', 'a.js')]).toEqual([[], []])
    expect(index.outlineOf('__proto__')).toBe(null)
  })

  test('that are everywhere are cut', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 120 }, (_, at) => [`src/f${at}.py`, `def run():\n    run()\n# ${at}\n`]),
    )
    const { build } = await openWorld(files, { 'src/f5.py': 'def run():\n    run()\n# new\n' })
    const index = await build()
    expect(index.definitions('run', 'src/f5.py').length).toBe(50)
    expect(index.definitions('run', 'src/f5.py')[0]?.path).toBe('src/f5.py')
    expect(index.uses('run', 'src/f5.py').length).toBe(100)
  })
})

describe('what was read', () => {
  test('is not read again, and a push costs what it brings', async () => {
    const { build, reads } = await openWorld(shop, { 'shop/new.ts': 'export const sum = price\n' })
    await build()
    const first = reads.length
    expect(first).toBeGreaterThan(0)
    const again = await build()
    expect(reads.length).toBe(first)
    expect(places(again.definitions('price', 'shop/new.ts'))[0]).toBe('shop/price.ts')
    const other = await build({ repositoryKey: 'two' })
    expect(reads.length).toBeGreaterThan(first)
    expect(other.paths).toEqual(again.paths)
  })

  test('one blob in two languages is read in both', async () => {
    const text = 'f()\n'
    const { build } = await openWorld({ 'a.py': text, 'b.rb': text, 'c.py': text }, { 'd.py': 'x = 1\n' })
    const index = await build()
    expect(places(index.uses('f', 'a.py'))).toEqual(['a.py', 'c.py'])
    expect(places(index.uses('f', 'b.rb'))).toEqual(['b.rb'])
  })
})

test('what a changed file was is known beside what it is, and is not parsed again', async () => {
  const before = 'export function gone() {}\nexport function kept() {}\n'
  const { snapshot, build } = await openWorld({ 'a.ts': before }, { 'a.ts': 'export function kept() {}\n' })
  const [file] = await changedFiles(snapshot)
  if (file === undefined) throw new Error('nothing changed')
  const parsed: number[] = []
  const counting: Syntax = {
    ...syntax,
    outline(texts, signal) {
      parsed.push(texts.length)
      return syntax.outline(texts, signal)
    },
  }
  const changed = [{ ...file, base: before, removedLines: new Set([1]) }]
  for (const texts of [2, 0]) {
    const index = await build({ changed, syntax: counting })
    const namesOf = (outline: Outline | null) => outline?.definitions.map(({ name }) => name)
    expect(namesOf(index.outlineOf('a.ts'))).toEqual(['kept'])
    expect(namesOf(index.baseOutlineOf('a.ts'))).toEqual(['gone', 'kept'])
    expect(index.definitions('gone', 'a.ts')).toEqual([])
    expect(parsed.splice(0).reduce((sum, count) => sum + count, 0)).toBe(texts)
  }
})

describe('bounds', () => {
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => {
      const name = `f${String(at).padStart(2, '0')}`
      return [`lib/${name}.py`, `def ${name}(): pass\n`]
    }),
  )

  test('of files: those of the changed languages, nearest to the change, and the reader is told', async () => {
    const files = { ...many, 'app/near.py': 'def near(): pass\n', 'app/near.go': 'package a\n' }
    const { build } = await openWorld(files, { 'app/new.py': 'near()\n' })
    const index = await build({ limits: { filesMax: 2 } })
    expect(index.paths).toEqual(['app/near.py', 'app/new.py', 'lib/f00.py'])
    expect(index.notes).toEqual(['Names were looked up in the nearest 2 of 33 files of the repository.'])
  })

  test('of bytes and time: the rest comes with the next reviews', async () => {
    const { build } = await openWorld(many, { 'app/new.py': 'f1()\n' })
    const cut = await build({ limits: { bytesMax: 160 } })
    expect(cut.paths.length).toBe(11)
    expect(cut.notes).toEqual(['20 files of the repository were not looked through for names this time.'])
    const more = await build({ limits: { bytesMax: 160 } })
    expect(more.paths.length).toBe(21)
    const late = await build({ limits: { timeMs: 0 } })
    expect([late.paths.length, late.notes.length]).toEqual([21, 1])
    expect((await build()).paths.length).toBe(31)
  })

  test('of one file: it counts as empty, and is not asked for again', async () => {
    const { build, reads } = await openWorld(
      { 'large.py': `def large(): pass\n${'# padding\n'.repeat(100)}` },
      { 'new.py': 'large()\n' },
    )
    const index = await build({ limits: { fileBytesMax: 500 } })
    expect([index.definitions('large', 'new.py'), reads.filter((objects) => objects > 0)]).toEqual([[], []])
  })
})

describe('what goes wrong', () => {
  test('a tree that cannot be listed leaves the changed files', async () => {
    const { build, snapshot } = await openWorld(shop, { 'shop/new.ts': 'export const sum = price\n' })
    const failure = { kind: 'git-failed', message: 'x', remedy: 'y' } as const
    for (const headTree of [
      async () => ({ ok: true, value: null }) as const,
      async () => ({ ok: false, failure }) as const,
    ]) {
      const index = await build({ snapshot: { ...snapshot, headTree } })
      expect([index.paths, index.notes.length]).toEqual([['shop/new.ts'], 1])
    }
  })

  test('blobs that do not come are absent this time; one that is missing among others counts as empty', async () => {
    const { build, snapshot } = await openWorld(shop, { 'shop/new.ts': 'export const sum = price\n' })
    const sizes = async () => ({ ok: true, value: new Map() }) as const
    const none = { ...snapshot, sizes, read: async () => ({ ok: true, value: new Map() }) as const }
    const index = await build({ snapshot: none })
    expect(index.paths).toEqual(['shop/new.ts'])
    expect(index.notes).toEqual(['9 files of the repository were not looked through for names this time.'])
    const few: Snapshot = {
      ...snapshot,
      sizes,
      async read(objects) {
        const contents = await snapshot.read(objects)
        if (!contents.ok) return contents
        return { ok: true, value: new Map([...contents.value].slice(0, 3)) }
      },
    }
    expect((await build({ snapshot: few })).notes).toEqual([])
    expect((await build({ snapshot: none })).notes).toEqual([])
  })

  test('a parser that does not run is no reason to remember nothing as something', async () => {
    const { build } = await openWorld(shop, { 'shop/new.ts': 'export const sum = price\n' })
    const broken: Syntax = { ...syntax, outline: async (texts) => texts.map(() => null) }
    const without = await build({ syntax: broken })
    expect(without.definitions('price', 'shop/new.ts')).toEqual([])
    const index = await build()
    expect(places(index.definitions('price', 'shop/new.ts'))[0]).toBe('shop/price.ts')
  })
})
