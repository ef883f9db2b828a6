import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Observation } from '../../domain/finding/observation.ts'
import { languageOf } from '../../domain/language.ts'
import { oxlint } from './oxlint.ts'

const fixtures = join(import.meta.dirname, 'fixtures')
const fixtureOf = (name: string) => readFileSync(join(fixtures, name), 'utf8')

/** Runs the real program the way a review does: numbered copies in a folder of their own, no environment. */
async function review(
  files: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, readonly Observation[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'oxlint-'))
  try {
    const copies = Object.entries(files).map(([path, text], at) => {
      const name = `${at}.${oxlint.extension({ path, language: languageOf(path), role: 'code' })}`
      writeFileSync(join(folder, name), text)
      return { path, name, text }
    })
    for (const [name, text] of Object.entries(oxlint.configuration)) writeFileSync(join(folder, name), text)
    const before = readdirSync(folder).sort()
    const program = await oxlint.locate()
    const run = spawnSync(program ?? '', oxlint.args(copies.map((copy) => copy.name)), {
      cwd: folder,
      env: {},
      encoding: 'utf8',
    })
    expect(oxlint.exitCodes).toContain(run.status)
    expect(readdirSync(folder).sort()).toEqual(before)
    const textOf = (name: string) => copies.find((copy) => copy.name === name)?.text ?? ''
    const found = oxlint.parse(run.stdout, textOf)
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
      const rules = /WRONG: ([a-z-]+(?:, [a-z-]+)*)/.exec(line)?.[1]?.split(', ') ?? []
      return rules.map((rule) => `${at + 1} ${rule}`)
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

  test('each has a fixture, a name of its own and a message in sentences', async () => {
    const shown = new Set(wrong.flatMap((name) => marksOf(fixtureOf(name)).map((mark) => mark.split(' ')[1])))
    const rules = await oxlint.rules()
    expect(rules.map((rule) => rule.id).filter((id) => id !== 'syntax-error' && !shown.has(id))).toEqual([])
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
  })
})

describe('positions', () => {
  test('count UTF-16 code units behind characters of two, three and four bytes', async () => {
    expect(await reportsOn('a.ts', 'const é = "日本😀"; debugger\n')).toEqual(['1:19-1:27 no-debugger'])
  })

  test('survive a byte order mark and CRLF', async () => {
    expect(await reportsOn('a.js', '\ufeffrun()\r\ndebugger\r\n')).toEqual(['2:1-2:9 no-debugger'])
  })
})

describe('a text that does not parse', () => {
  test('is one report', async () => {
    expect(await reportsOn('a.ts', 'const a = 1\nconst b = ;\nfoo(\n')).toEqual(['2:11-2:12 syntax-error'])
    expect(await reportsOn('b.ts', 'let a = 1\nlet a = 2\n')).toEqual(['2:5-2:6 syntax-error'])
  })

  test('is silent where it is a sample or a template', async () => {
    expect(await reportsOn('fixtures/a.ts', 'const = ;\n')).toEqual([])
    expect(await reportsOn('a.js', 'const name = {{ name }};\nconst = ;')).toEqual([])
    expect(await reportsOn('a.js', 'const name = <%= name %>\n')).toEqual([])
  })

  test('is no mistake in a declaration file, nor Flow in JavaScript', async () => {
    expect(await reportsOn('a.d.ts', 'export const a: number\nexport function f(): void\n')).toEqual([])
    expect(await reportsOn('a.js', 'type T = {| a: number |}\nexport type { T }\n')).toEqual([])
  })

  test('does not keep the other files from being read', async () => {
    const found = await review({ 'a.ts': 'const = ;\n', 'b.ts': 'debugger\n' })
    expect(found.get('b.ts')?.map((o) => o.rule)).toEqual(['no-debugger'])
  })
})

describe('what the change cannot do', () => {
  test('no pragma of a file changes what runs', async () => {
    expect(await reportsOn('a.ts', '/* eslint no-debugger: "off" */\n/* global x */\ndebugger\n')).toEqual([
      '3:1-3:9 no-debugger',
    ])
  })

  test('output that is not a report is an error', () => {
    const textOf = () => ''
    for (const stdout of ['', '[]', '{"diagnostics":[]}', '{"diagnostics":[{}],"number_of_files":1}'])
      expect(() => oxlint.parse(stdout, textOf)).toThrow()
  })
})

describe('which files', () => {
  test('JavaScript and TypeScript, under a name that tells what they are', () => {
    const named = (path: string) => oxlint.extension({ path, language: languageOf(path), role: 'code' })
    expect(
      ['a.ts', 'a.d.mts', 'bin/run', 'src/a.test.tsx', 'test/a.js', 'fixtures/a.cjs'].map(named),
    ).toEqual(['ts', 'd.mts', 'js', 'test.tsx', 'test.js', 'fixture.cjs'])
    expect(oxlint.reads({ path: 'a.vue', language: null, role: 'code' })).toBe(false)
    expect(oxlint.reads({ path: 'a.ts', language: 'typescript', role: 'lock' })).toBe(false)
  })
})
