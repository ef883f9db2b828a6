/** What a cache that several workers share has to live through. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { definitionKinds, type Outline } from '../../ports/syntax/syntax.ts'
import { createDiskOutlineCache } from './disk-outline-cache.ts'
import { readOutlineLine, writeOutlineLine } from './outline-line.ts'

let time = 1_700_000_000_000

function openCache(bytesMax = 1_000_000) {
  const parent = mkdtempSync(join(tmpdir(), 'autogen-bot-test-outlines-'))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  const folder = join(parent, 'outlines')
  const open = () =>
    createDiskOutlineCache({
      folder,
      bytesMax,
      now: () => {
        time += 1_000
        return time
      },
    })
  return { folder, cache: open(), open }
}

function outlineWith(name: string, references = 1): Outline {
  return {
    definitions: [{ name, kind: 'function', line: 1, endLine: 9, signatureEndLine: 2, parent: null }],
    references: Array.from({ length: references }, (_, at) => ({
      name: `${name}${at}`,
      line: at + 1,
      kind: 'call',
    })),
    errors: 0,
  }
}

/** The getters of what is read late, all called. */
function told(outlines: ReadonlyMap<string, Outline>): Record<string, Outline> {
  return Object.fromEntries(
    [...outlines].map(([key, { definitions, references, errors }]) => [
      key,
      { definitions, references, errors },
    ]),
  )
}

test('what was written is read by another process, and added to', async () => {
  const { cache, open, folder } = openCache()
  expect(await cache.read('one')).toEqual(new Map())
  await cache.write('one', new Map([['a:go', outlineWith('A')]]))
  await cache.write('one', new Map([['b:go', outlineWith('B')]]))
  await cache.write('two', new Map([['a:go', outlineWith('other')]]))
  expect(told(await open().read('one'))).toEqual({ 'a:go': outlineWith('A'), 'b:go': outlineWith('B') })
  expect(told(await open().read('two'))).toEqual({ 'a:go': outlineWith('other') })
  await cache.write('one', new Map([['a:go', outlineWith('A again')]]))
  expect(told(await cache.read('one'))['a:go']).toEqual(outlineWith('A again'))
  // Names of strangers are no file names, and the files are nobody else's.
  await cache.write('../../etc/passwd\0', new Map([['a:go', outlineWith('x')]]))
  const names = readdirSync(folder)
  expect([names.length, names.every((name) => /^[0-9a-f]{40}\.outlines$/.test(name))]).toEqual([3, true])
  expect(statSync(join(folder, names[0] ?? '')).mode & 0o077).toBe(0)
})

test('any outline comes back as it was', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\t', '\n', ' ', '"', '\\', 'é', '🦀', '\u2028', '\ud800', '__proto__'),
  })
  const line = fc.nat(100_000)
  const outline = fc.record({
    definitions: fc.array(
      fc.record({
        name: text,
        kind: fc.constantFrom(...definitionKinds),
        line,
        endLine: line,
        signatureEndLine: line,
        parent: fc.option(fc.nat(10)),
      }),
    ),
    references: fc.array(fc.record({ name: text, line, kind: fc.constantFrom('call', 'type', 'import') })),
    errors: fc.nat(),
  })
  fc.assert(
    fc.property(outline, (written) => {
      const bytes = Buffer.from(writeOutlineLine('key:go', written))
      expect(bytes.includes(10)).toBe(false)
      const read = readOutlineLine(bytes)
      expect(read?.key).toBe('key:go')
      expect(told(new Map([['it', read?.outline ?? outlineWith('nothing')]]))).toEqual({ it: written })
    }),
    { numRuns: 200 },
  )
})

test('lines that were cut, scribbled over or never ours are skipped, the others are kept', async () => {
  const { cache, folder } = openCache()
  const names = ['a', 'b', 'c', 'd']
  await cache.write('one', new Map(names.map((name) => [`${name}:go`, outlineWith(name)])))
  const path = join(folder, readdirSync(folder)[0] ?? '')
  const lines = readFileSync(path, 'utf8').split('\n')
  lines[1] = (lines[1] ?? '').replace('"b"', '"x"')
  lines[2] = `${(lines[2] ?? '').slice(0, 20)}\n\0\n00000000 z:go []`
  writeFileSync(path, lines.join('\n').slice(0, -5))
  expect(Object.keys(told(await cache.read('one')))).toEqual(['a:go'])
  await cache.write('one', new Map([['e:go', outlineWith('e')]]))
  expect(Object.keys(told(await cache.read('one')))).toEqual(['a:go', 'e:go'])
})

test('writers at once leave a whole file of the last of them', async () => {
  const { cache, open, folder } = openCache()
  await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      open().write('one', new Map([[`${at}:go`, outlineWith(`f${at}`, 500)]])),
    ),
  )
  const read = told(await cache.read('one'))
  expect(Object.keys(read).length).toBeGreaterThan(0)
  for (const [key, outline] of Object.entries(read)) {
    expect(outline).toEqual(outlineWith(`f${key.slice(0, -3)}`, 500))
  }
  expect(readdirSync(folder).length).toBe(1)
})

test('the repository that was not read longest goes first, and no one takes all the room', async () => {
  const { cache, folder } = openCache(40_000)
  const fill = (name: string) => cache.write(name, new Map([[`${name}:go`, outlineWith(name, 500)]]))
  for (const name of ['a', 'b', 'c', 'd']) await fill(name)
  expect((await cache.read('a')).size).toBe(1)
  for (const name of ['e', 'f', 'g', 'h', 'i']) await fill(name)
  const names = [...'abcdefghi']
  const kept = await Promise.all(names.map(async (name) => (await cache.read(name)).size))
  expect(kept).toEqual([1, 0, 0, 0, 1, 1, 1, 1, 1])
  // A quarter is the most that one repository gets: what it wrote last.
  for (let at = 0; at < 10; at++)
    await cache.write('large', new Map([[`${at}:go`, outlineWith('large', 300)]]))
  const large = Object.keys(told(await cache.read('large')))
  expect([large.length < 10, large.at(-1)]).toEqual([true, '9:go'])
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  expect(bytes).toBeLessThanOrEqual(40_000)
})

test('drafts of writers that were killed are cleared away', async () => {
  const { cache, folder } = openCache()
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'old.outlines-x.draft'), 'x')
  utimesSync(join(folder, 'old.outlines-x.draft'), 1, 1)
  await cache.write('one', new Map([['a:go', outlineWith('A')]]))
  expect(readdirSync(folder).filter((name) => name.endsWith('.draft'))).toEqual([])
})

test('a folder that cannot be written or read is silence', async () => {
  const { cache, folder } = openCache()
  writeFileSync(folder, 'a file in its place')
  await cache.write('one', new Map([['a:go', outlineWith('A')]]))
  expect(await cache.read('one')).toEqual(new Map())
})
