import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Parsed, Place } from '../dependency.ts'
import { type FormatId, formatIds } from '../file-formats.ts'
import { parsers } from './parsers.ts'

const folder = join(import.meta.dirname, '..', 'fixtures')
const samples = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => ({
    name,
    id: name.split('.')[0] as FormatId,
    text: readFileSync(join(folder, name), 'utf8'),
  }))

describe('parsers', () => {
  it('have a sample each', () => {
    expect([...new Set(samples.map((sample) => sample.id))].sort()).toEqual([...formatIds].sort())
  })

  it.each(samples)('$name is read as written beside it', async ({ name, id, text }) => {
    const parsed = parsers[id](text)
    await expect(listing(parsed)).toMatchFileSnapshot(join(folder, name.replace(/\.txt$/, '.parsed')))
  })

  it.each(samples)('$name, mutilated, never throws and never points outside its text', ({ id, text }) => {
    fc.assert(
      fc.property(mutilated(text), (hostile) => {
        const lines = hostile.split('\n')
        for (const place of placesOf(parsers[id](hostile))) {
          const line = lines[place.line - 1]
          expect(line).toBeDefined()
          expect(place.column).toBeGreaterThanOrEqual(1)
          expect(place.endColumn).toBeGreaterThanOrEqual(place.column)
          expect(place.endColumn).toBeLessThanOrEqual((line?.length ?? 0) + 1)
        }
      }),
      { numRuns: 80 },
    )
  })

  it('take any text for any format', () => {
    fc.assert(
      fc.property(fc.constantFrom(...formatIds), fc.string({ unit: 'binary' }), (id, text) => {
        parsers[id](text)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['package-lock', '['.repeat(300_000)],
    ['package-json', '{"a":'.repeat(200_000)],
    ['uv-lock', `a = ${'['.repeat(300_000)}`],
    ['cargo-lock', 'a = [\n'.repeat(100_000)],
    ['pom', `<project>${'<a>'.repeat(200_000)}`],
    ['msbuild-project', `<Project ${'a='.repeat(300_000)}>`],
    ['requirements', '\\\n'.repeat(300_000)],
    ['requirements', `a${'-'.repeat(500_000)}`],
    ['yarn-lock', '"'.repeat(500_000)],
    ['pnpm-lock', `packages:\n${'  '.repeat(300_000)}{`],
    ['gradle', `implementation${'('.repeat(500_000)}`],
    ['gemfile', `gem 'a',${' '.repeat(500_000)}`],
  ] as const)('a bomb for %s ends', (id, bomb) => {
    expect(placesOf(parsers[id](bomb)).length).toBeLessThan(300_001)
  })
})

function listing(parsed: Parsed | null): string {
  if (parsed === null) return 'null\n'
  const dependencies = parsed.dependencies.map((one) => {
    const marks = [one.direct ? 'direct' : '', one.installScript ? 'script' : ''].filter(
      (mark) => mark !== '',
    )
    const places = Object.entries(one.places).map(
      ([field, at]) => `${field}@${at.line}:${at.column}-${at.endColumn}`,
    )
    const facts = [one.version, one.source, one.integrity].map((fact) => fact ?? '-')
    return [`${one.line}:${one.column}-${one.endColumn}`, one.name, ...facts, ...marks, ...places].join(' ')
  })
  const hooks = parsed.hooks.map((hook) => `${hook.line} hook ${hook.name}: ${hook.command}`)
  const registries = parsed.registries.map((registry) => `${registry.line} registry ${registry.url}`)
  return `${[...dependencies, ...hooks, ...registries].join('\n')}\n`
}

function placesOf(parsed: Parsed | null): readonly Place[] {
  if (parsed === null) return []
  const dependencies = parsed.dependencies.flatMap((one) => [one, ...Object.values(one.places)])
  return [...dependencies, ...parsed.hooks, ...parsed.registries]
}

/** The sample with pieces cut out, doubled, or replaced by what is likely to hurt. */
function mutilated(text: string): fc.Arbitrary<string> {
  const at = fc.nat({ max: text.length })
  const filling = fc.oneof(
    fc.constantFrom(
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      '\\',
      '\n',
      '\r\n',
      '=',
      ':',
      '@',
      '<',
      '>',
      '"""',
      '\u0000',
      '\u{1F600}',
      '#',
      '//',
      '${',
    ),
    fc.string({ maxLength: 6 }),
  )
  return fc.array(fc.tuple(at, at, filling), { minLength: 1, maxLength: 5 }).map((cuts) =>
    cuts.reduce((now, [from, to, put]) => {
      const [start, end] = [Math.min(from, to), Math.max(from, to)]
      return end - start > 60
        ? now.slice(0, start) + put + now.slice(start)
        : now.slice(0, start) + put + now.slice(end)
    }, text),
  )
}
