import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedText, listed, observationsOf } from '../../../test/world/analysed-text.ts'
import { rules } from './catalogue.ts'
import { validity } from './validity.ts'

async function check(path: string, head: string, base: string | null = null): Promise<readonly string[]> {
  return listed(await observationsOf(validity, changedText(path, head, base)))
}

describe('JSON', () => {
  it('points at the missing comma', async () => {
    expect(await check('app/menu.json', '{\n  "a": 1\n  "b": 2\n}\n')).toEqual([
      '3:3-3:6 high json-syntax This is not valid JSON: a comma is missing before this.',
    ])
  })

  it('tells a lost bracket at the line that the change touched, not at the end of the file', async () => {
    const base = '{\n  "list": [\n    1,\n    2\n  ],\n  "more": true\n}\n'
    const head = '{\n  "list": [\n    1,\n    3\n  \n  "more": true\n}\n'
    const seen = await check('app/menu.json', head, base)
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatch(/^5:/)
    expect(seen[0]).toContain('The parser gives up at line 6')
  })

  it('allows comments where the reader does, and asks for their removal where it does not', async () => {
    const text = '{\n  // why\n  "a": 1,\n}\n'
    expect(await check('tsconfig.build.json', text)).toEqual([])
    expect(await check('.vscode/settings.json', text)).toEqual([])
    expect(await check('data/some.jsonc', text)).toEqual([])
    expect(await check('package.json', text)).toEqual([
      '2:3-2:9 high json-syntax JSON has no comments: the reader of this file will reject it. Remove the comment.',
    ])
  })

  it('holds an unknown file to what it was before', async () => {
    expect(await check('data/a.json', '{\n  // why\n  "a": 1\n}\n')).toEqual([])
    expect(await check('data/a.json', '{\n  // why\n  "a": 1\n}\n', '{\n  "a": 1\n}\n')).toHaveLength(1)
    expect(await check('data/a.json', '{\n  // why\n  "a": 1\n}\n', '{\n  // why\n  "a": 2\n}\n')).toEqual([])
    expect(await check('data/a.json', '{\n  "a": [1, 2,],\n  "b": 2\n}\n')).toEqual([
      '2:13-2:14 high json-syntax JSON allows no comma before a closing bracket: the reader of this file will reject it. Remove the comma.',
    ])
  })

  it('names a key that stands twice, at whichever of the two the change added', async () => {
    expect(await check('a.json', '{"x": {"k": 1, "k": 2}}')).toEqual([
      '1:16-1:19 medium json-duplicate-key The key "k" stands twice in this object; readers keep only the last value. Remove or rename one.',
    ])
    const seen = await check('a.json', '{\n  "k": 0,\n  "k": 2\n}', '{\n  "k": 2\n}')
    expect(seen[0]).toMatch(/^2:3-2:6/)
    expect(await check('a.json', '{"a": {"k": 1}, "b": {"k": 1}, "//": "x", "//": "y"}')).toEqual([])
  })

  it('reads logs line by line, templates and broken test data not at all', async () => {
    expect(await check('events.json', '{"a":1}\n{"a":2}\n')).toEqual([])
    expect(await check('conf.json', '{\n  "port": {{ port }},\n}\n')).toEqual([])
    expect(await check('test/fixtures/broken.json', '{"a":')).toEqual([])
    expect(await check('data/config.json5', "{a: 'b',}")).toEqual([])
    expect(await check('empty.json', '\n')).toEqual([])
  })

  it('gives one finding for a hundred thousand brackets', async () => {
    const seen = await check('a.json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(seen).toHaveLength(1)
    expect(seen[0]).toContain('nested-too-deep')
  })

  it('never objects to what JSON.stringify writes', async () => {
    const observe = await validity.open()
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.constantFrom(0, 2), async (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent)
        expect(await observe(changedText('a.json', text))).toEqual([])
      }),
    )
  })

  it('agrees with JSON.parse on damaged documents', async () => {
    const { isStrictJson, readJson } = await import('./read-json.ts')
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, at) => {
        const text = json.slice(0, at % json.length) + json.slice((at % json.length) + 1)
        const valid = isStrictJson(text) || text.trim() === ''
        expect(readJson(text, 'strict', false).some((one) => one.rule === 'json-syntax')).toBe(!valid)
      }),
    )
  })
})

describe('YAML', () => {
  it('says what is wrong in plain words', async () => {
    expect(await check('a.yml', 'a: [1\nb: 2\n')).toEqual([
      '2:1-2:2 high yaml-syntax This is not valid YAML: this is indented less than the structure it belongs to, or a bracket before it is not closed.',
    ])
    expect(await check('a.yml', 'a:\n\tb: 1\n')).toEqual([
      '2:1-2:2 high yaml-syntax This is not valid YAML: it is indented with a tab; YAML allows only blanks.',
    ])
    expect(await check('a.yml', 'title: Notes: the second\n')).toEqual([
      '1:8-1:9 high yaml-syntax This is not valid YAML: a second key stands on the line of the first; quote the value or move it to a line of its own.',
    ])
    expect(await check('a.yml', 'files: *.js\n')).toEqual([
      '1:8-1:12 high yaml-syntax "*.js" is read as an alias, and no anchor has that name: the file cannot be loaded. Quote the value if it is meant as text.',
    ])
  })

  it('names a key that stands twice', async () => {
    expect(await check('a.yaml', 'env:\n  A: 1\n  "A": 2\n')).toEqual([
      '3:3-3:6 medium yaml-duplicate-key The key "A" stands twice in this mapping: readers either reject the file or keep only the last value. Remove or rename one.',
    ])
    expect(await check('a.yaml', '1: a\n"1": b\nx: &x {a: 1}\ny:\n  <<: *x\n  <<: *x\n')).toEqual([])
  })

  it('has nothing against what programs read', async () => {
    expect(await check('a.yaml', 'a: 1\n---\na: 2\n...\n')).toEqual([])
    expect(await check('a.yaml', 'r: !Ref X\nv: !vault |\n  abc\nl: [\n  1\n]\nq: "a\n  b\n"\n')).toEqual([])
    expect(await check('charts/x/templates/a.yaml', 'a: {{ .V }}\n{{- if .X }}\nb: 1\n{{ end }}\n')).toEqual(
      [],
    )
    expect(await check('deploy/a.yaml', '{% if x %}\na: 1\n{% endif %}\n')).toEqual([])
    expect(await check('deploy/a.yaml', 'name: {{ app }}-{{ env }}\n')).toEqual([])
    expect(await check('spec/fixtures/invalid.yml', 'a: [\n')).toEqual([])
  })

  it('sees the bomb without setting it off', async () => {
    const levels = 'abcdefghij'.split('')
    const bomb = levels.map((name, at) =>
      at === 0 ? 'a: &a [x,x,x,x,x,x,x,x,x]' : `${name}: &${name} [${`*${levels[at - 1]},`.repeat(9)}]`,
    )
    const seen = await check('a.yaml', `${bomb.join('\n')}\n`)
    expect(seen).toHaveLength(1)
    expect(seen[0]).toContain('high yaml-alias-bomb')
    expect(await check('a.yaml', `a: &a [1, 2]\nb: [${'*a,'.repeat(1000)}]\n`)).toEqual([])
    expect(await check('a.yaml', 'a: &a [1, *a]\n')).toEqual([])
  })

  it('ends on hostile texts', async () => {
    for (const text of [
      '['.repeat(100_000),
      '- '.repeat(20_000),
      '? '.repeat(20_000),
      `a: {${'{'.repeat(100_000)}`,
    ]) {
      const seen = await check('a.yaml', text)
      expect(seen).toHaveLength(1)
      expect(seen[0]).toContain('nested-too-deep')
    }
    expect(await check('a.yaml', `a: ${'x '.repeat(200_000)}`)).toEqual([])
    await expect(check('a.yaml', `a: ${'x'.repeat(1 << 20)}`)).rejects.toThrow('not parsed')
  })

  it('never objects to what the yaml library writes', async () => {
    const { stringify } = await import('yaml')
    const observe = await validity.open()
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue()), async (value) => {
        expect(
          await observe(changedText('a.yaml', stringify(value, { aliasDuplicateObjects: false }))),
        ).toEqual([])
      }),
    )
  })
})

describe('TOML', () => {
  it('passes on the parser’s reason', async () => {
    const seen = await check('pyproject.toml', '[tool]\na = 1\na = 2\n')
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatch(/^3:1-.* high toml-syntax This is not valid TOML: /)
    expect(await check('Cargo.toml', '[package]\nname = "a"\n[[bin]]\nname = "b"\n')).toEqual([])
  })

  it('bounds its depth', async () => {
    expect((await check('a.toml', `a = ${'['.repeat(100_000)}`))[0]).toContain('nested-too-deep')
  })
})

it('leaves lock files and other languages alone', () => {
  expect(validity.reads(changedText('package-lock.json', '{', null, 'lock'))).toBe(false)
  expect(validity.reads(changedText('a.md', '---\na: 1\n---\n'))).toBe(false)
})

it('lists every rule once', async () => {
  expect(await validity.rules()).toBe(rules)
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
})
