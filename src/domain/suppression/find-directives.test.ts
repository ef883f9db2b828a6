import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bluntDirectives } from './blunt-directives.ts'
import { directiveForms } from './directive-forms.ts'
import { findDirectives } from './find-directives.ts'

function told(text: string): readonly string[] {
  return findDirectives(text).map(
    (d) =>
      `${d.line}:${d.column} ${d.keyword} [${d.codes.join(' ')}] ${d.scope} ${d.firstLine}-${d.lastLine}`,
  )
}

test('a comment behind code reaches its own line, one above reaches the next', () => {
  expect(told('run(a)  # noqa: S602,F401 because\nb\n# shellcheck disable=SC2086\nls $a\n')).toEqual([
    '1:11 noqa [S602 F401] line 1-1',
    '3:3 shellcheck disable [SC2086] next-line 3-4',
  ])
  expect(told('// eslint-disable-next-line no-eval -- checked above\n// why\neval(x)\n')).toEqual([
    '1:4 eslint-disable-next-line [no-eval] next-line 1-3',
  ])
  expect(told('//nolint:errcheck // best effort\nclose()\ndefer f() //nolint\n')).toEqual([
    '1:3 nolint [errcheck] next-line 1-2',
    '3:13 nolint [] line 3-3',
  ])
})

test('a block lasts until something ends it, a whole file does not end', () => {
  expect(told('/* eslint-disable no-eval */\na\n/* eslint-enable no-eval */\nb\n')).toEqual([
    '1:4 eslint-disable [no-eval] block 1-3',
  ])
  expect(told('/* eslint-disable */\na\n')).toEqual(['1:4 eslint-disable [] file 1-Infinity'])
  expect(told('x = 1\n# ruff: noqa\n')).toEqual(['2:3 ruff: noqa [] file 1-Infinity'])
  expect(told('// @ts-nocheck\n')).toEqual(['1:4 @ts-nocheck [] file 1-Infinity'])
})

test('each tool has its own way to name what it silences', () => {
  expect(told('// biome-ignore lint/security/noGlobalEval lint/style/x: the input is ours\neval(a)')).toEqual(
    ['1:4 biome-ignore [lint/security/noGlobalEval lint/style/x] next-line 1-2'],
  )
  expect(told('import x  # type: ignore[import-not-found]')).toEqual([
    '1:13 type: ignore [import-not-found] line 1-1',
  ])
  expect(told('a() # nosec B602, B603 input is checked')).toEqual(['1:7 nosec [B602 B603] line 1-1'])
  expect(told('int a; // NOLINT(bugprone-x, cert-y)')).toEqual(['1:11 NOLINT [bugprone-x cert-y] line 1-1'])
  expect(told('@SuppressWarnings({"unchecked", "rawtypes"})\nvoid f() {}')).toEqual([
    '1:1 @SuppressWarnings [unchecked rawtypes] next-line 1-2',
  ])
  expect(told('x = eval(y) # rubocop:disable Security/Eval, Style/A')).toEqual([
    '1:15 rubocop:disable [Security/Eval Style/A] line 1-1',
  ])
  expect(told('# autogen-bot-ignore rules/py-eval -- the input is a constant\neval(a)')).toEqual([
    '1:3 autogen-bot-ignore [rules/py-eval] next-line 1-2',
  ])
})

test('an everyday allow of Rust is no directive, one that hides a defect is', () => {
  expect(told('#[allow(dead_code)]\nfn a() {}')).toEqual([])
  expect(told('#[allow(clippy::unwrap_used)]\nfn a() {}')).toHaveLength(1)
})

test('prose, names and strings are none', () => {
  expect(told('the nolint word, a noqa word, my-eslint-disable\n')).toEqual([])
  expect(findDirectives('const a = "// eslint-disable-line"\n', 'typescript')).toEqual([])
  expect(findDirectives('a = "x # noqa"\n', 'python')).toEqual([])
  expect(findDirectives('const a = 1 // eslint-disable-line\n', 'typescript')).toHaveLength(1)
})

const keyword = fc.constantFrom(...directiveForms.map((form) => form.keyword))
const mark = fc.constantFrom(
  '# ',
  '// ',
  '/* ',
  '<!-- ',
  ' * ',
  '',
  '"',
  '\n',
  ' ',
  '#',
  '//',
  ': ',
  '_',
  'é',
  '\u{1f600}',
)
const scribble = fc
  .array(
    fc.oneof(keyword, mark, fc.constantFrom('[a]', '(b)', '=C1', ' -- why', ' */', 'x = 1'), fc.string()),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''))

test('blunting keeps the length and the line feeds, and leaves nothing that a tool would obey', () => {
  fc.assert(
    fc.property(scribble, (text) => {
      const blunt = bluntDirectives(text)
      expect(blunt.length).toBe(text.length)
      expect([...blunt.matchAll(/\n/g)].map((m) => m.index)).toEqual(
        [...text.matchAll(/\n/g)].map((m) => m.index),
      )
      expect(findDirectives(blunt).filter((directive) => directive.form === 'comment')).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})

test('a blunted comment differs in one letter', () => {
  expect(bluntDirectives('a # noqa\n/* eslint-disable */\n@SuppressWarnings("x")\n')).toBe(
    'a # n_qa\n/* e_lint-disable */\n@SuppressWarnings("x")\n',
  )
})
