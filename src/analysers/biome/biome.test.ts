import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Observation } from '../../domain/finding/observation.ts'
import { languageOf } from '../../domain/language.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import { biome } from './biome.ts'
import { codeUnitColumns } from './code-point-columns.ts'
import { programPath } from './locate.ts'

const fixtures = join(import.meta.dirname, 'fixtures')
const fixtureOf = (name: string) => readFileSync(join(fixtures, name), 'utf8')

/** Runs the real program the way a review does: numbered copies in a folder of their own, a home that cannot be written. */
async function review(
  files: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, readonly Observation[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'biome-'))
  try {
    const copies = Object.entries(files).map(([path, text], at) => {
      const name = `${at}.${biome.extension({ path, language: languageOf(path), role: 'code' })}`
      writeFileSync(join(folder, name), text)
      return { path, name, text }
    })
    for (const [name, text] of Object.entries(biome.configuration)) writeFileSync(join(folder, name), text)
    const before = readdirSync(folder).sort()
    const program = await biome.locate()
    const run = spawnSync(program ?? '', biome.args(copies.map((copy) => copy.name)), {
      cwd: folder,
      env: { HOME: '/dev/null' },
      encoding: 'utf8',
    })
    expect(biome.exitCodes).toContain(run.status)
    expect(readdirSync(folder).sort()).toEqual(before)
    const found = biome.parse(run.stdout, (name) => copies.find((copy) => copy.name === name)?.text ?? '')
    return new Map(copies.map((copy) => [copy.path, found.get(copy.name) ?? []]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function reportsOn(path: string, text: string): Promise<readonly string[]> {
  const found = (await review({ [path]: text })).get(path) ?? []
  return found.map((o) => `${o.line}:${o.column}-${o.endLine}:${o.endColumn} ${o.rule}`).sort()
}

function marksOf(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, at) => {
      const rule = /WRONG: ([a-z-]+)/.exec(line)?.[1]
      return rule === undefined ? [] : [`${at + 1} ${rule}`]
    })
    .sort()
}

describe('the rules', () => {
  const wrong = readdirSync(fixtures).filter((name) => name.startsWith('wrong'))
  const right = readdirSync(fixtures).filter((name) => name.startsWith('right'))

  test.each(wrong)('%s is reported where it is marked, and nowhere else', async (name) => {
    const found = (await review({ [name]: fixtureOf(name) })).get(name) ?? []
    expect(found.map((o) => `${o.line} ${o.rule}`).sort()).toEqual(marksOf(fixtureOf(name)))
  })

  test('code that only looks like it is left alone', async () => {
    const found = await review(Object.fromEntries(right.map((name) => [name, fixtureOf(name)])))
    expect([...found].flatMap(([name, list]) => list.map((o) => `${name}:${o.line} ${o.rule}`))).toEqual([])
  })

  test('each has a fixture and a name of its own', async () => {
    const shown = new Set(wrong.flatMap((name) => marksOf(fixtureOf(name)).map((mark) => mark.split(' ')[1])))
    const ids = (await biome.rules()).map((rule) => rule.id)
    expect(ids.filter((id) => !shown.has(id))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('positions', () => {
  test('count UTF-16 code units behind characters of two, three and four bytes', async () => {
    const code = 'const é = "日本😀e\u0301"; const a = 2 ^ 10\n'
    const at = code.indexOf('^') + 1
    expect(await reportsOn('a.ts', code)).toEqual([`1:${at}-1:${at + 1} no-xor-as-exponentiation`])
  })

  test('survive a byte order mark and CRLF', async () => {
    expect(await reportsOn('a.js', '\ufefflet a\r\na = 2 ^ 10\r\n')).toEqual([
      '2:7-2:8 no-xor-as-exponentiation',
    ])
  })

  test('a column in code points is the same character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, at) => {
        const line = text.replaceAll('\n', ' ')
        const column = Math.min(at, [...line].length) + 1
        const before = [...line].slice(0, column - 1).join('')
        expect(codeUnitColumns(indexLines(line))(1, column)).toBe(before.length + 1)
      }),
    )
  })
})

describe('what the change cannot do', () => {
  test('a text that does not parse is no report and does not keep others from being read', async () => {
    const found = await review({ 'a.ts': 'const = ;\n', 'b.ts': 'export const a = 2 ^ 10\n' })
    expect(found.get('a.ts')).toEqual([])
    expect(found.get('b.ts')?.map((o) => o.rule)).toEqual(['no-xor-as-exponentiation'])
  })

  test('output that is not a report is an error', () => {
    for (const stdout of [
      '',
      '[]',
      '{"diagnostics":[]}',
      '{"summary":{"diagnosticsNotPrinted":3},"diagnostics":[]}',
    ])
      expect(() => biome.parse(stdout, () => '')).toThrow()
  })
})

describe('which files', () => {
  test('JavaScript and TypeScript, under a name that tells what they are', () => {
    const named = (path: string) => biome.extension({ path, language: languageOf(path), role: 'code' })
    expect(['a.ts', 'a.d.mts', 'bin/run', 'A.TSX'].map(named)).toEqual(['ts', 'd.mts', 'js', 'tsx'])
    expect(biome.reads({ path: 'a.vue', language: null, role: 'code' })).toBe(false)
  })

  test('a platform without a program is no program', () => {
    expect(programPath('plan9', 'x64')).toBeNull()
  })
})
