import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedText, observationsOf } from '../../../test/world/analysed-text.ts'
import { trojanSource } from './trojan-source.ts'

async function told(path: string, text: string): Promise<readonly string[]> {
  const observations = await observationsOf(trojanSource, changedText(path, text))
  for (const { message } of observations) expect(message).toMatch(/^[\x20-\x7e]*$/)
  return observations.map(
    (o) => `${o.line}:${o.column} ${o.rule} ${/U\+[0-9A-F]+(?: [A-Z][A-Z -]+[A-Z])?/.exec(o.message)?.[0]}`,
  )
}

test('an override in code is found wherever it is', async () => {
  expect(await told('a.go', 'a := 1 // \u202e x\u202c\nb := "\u202dy\u202c"\n')).toEqual([
    '1:11 bidi U+202E RIGHT-TO-LEFT OVERRIDE',
    '2:7 bidi U+202D LEFT-TO-RIGHT OVERRIDE',
  ])
  expect(await told('ci.yml', 'run: \u202e x\n')).toEqual(['1:6 bidi U+202E RIGHT-TO-LEFT OVERRIDE'])
})

test('an isolate that outlives its string or comment reorders what follows', async () => {
  expect(await told('a.js', "if (level !== 'user\u2066 // check') {\n")).toEqual([
    '1:20 bidi U+2066 LEFT-TO-RIGHT ISOLATE',
  ])
  expect(await told('a.py', '# note \u2067 more\nx = 1\n')).toEqual(['1:8 bidi U+2067 RIGHT-TO-LEFT ISOLATE'])
  expect(await told('a.js', "a('\u2066', b, '\u2069')\n")).toHaveLength(1)
})

test('a closed isolate in a string, and marks in text of such a script, are none', async () => {
  expect(await told('a.js', "a('\u2068' + name)\nb('x \u2068y\u2069 z')\n".slice(19))).toEqual([])
  expect(await told('he.json', '{"a": "\u05e9\u05dc\u05d5\u05dd \u200f(b)", "c": "\u202b\u05e9"}\n')).toEqual(
    [],
  )
  expect(await told('README.md', '\u200f\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\n')).toEqual([])
})

test('a zero-width character in a name or a string is found', async () => {
  expect(await told('a.ts', 'const is\u200bAdmin = true\n')).toEqual([
    '1:9 invisible U+200B ZERO WIDTH SPACE',
  ])
  expect(await told('a.py', 'x = "ad\u200dmin"\n')).toEqual(['1:8 invisible U+200D ZERO WIDTH JOINER'])
  expect(await told('a.js', 'const { a,\u3164 } = b\n')).toEqual(['1:11 invisible U+3164 HANGUL FILLER'])
})

test('a byte order mark, emoji, comments and scripts that join are none', async () => {
  expect(await told('a.ts', '\ufeffconst a = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}"\n')).toEqual([])
  expect(await told('a.ts', '// a\u200bb\nconst c = "\u0915\u094d\u200d\u0937"\n')).toEqual([])
  expect(await told('a.py', 'x = "\u0645\u06cc\u200c\u062e"\n')).toEqual([])
})

test('a name that mixes Latin with its lookalikes is found', async () => {
  expect(await told('a.go', 'func is\u0410dmin() {}\n')).toEqual(['1:8 lookalike U+0410'])
  expect(await told('a.py', 'p\u0430ssword = 1\n')).toEqual(['1:2 lookalike U+0430'])
  expect(await told('a.py', '\u{1d5f2}val("1")\n')).toEqual(['1:1 lookalike U+1D5F2'])
})

test('a name of lookalikes alone is found beside its double', async () => {
  expect(await told('a.js', 'copy()\n\u0441\u043e\u0440\u0443()\n')).toEqual(['2:1 lookalike U+0441'])
  expect(await told('a.js', '\u0441\u043e\u0440\u0443()\n')).toEqual([])
})

test('honest names, strings and comments of other scripts are none', async () => {
  expect(await told('a.py', '\u0394x = \u03c3_max + \u03bdu  # \u0441lient\ns = "\u0441lient"\n')).toEqual([])
  expect(await told('a.java', 'int \u0434\u043b\u0438\u043d\u0430Max = 1;\n')).toEqual([])
  expect(await told('a.js', 'const na\u00efve = caf\u00e9\n')).toEqual([])
})

test('text hidden in tags or variation selectors is found in any file', async () => {
  const tags = [...'ignore'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')
  expect(await told('README.md', `Hello${tags}\n`)).toEqual(['1:6 hidden-text U+E0069 TAG CHARACTER'])
  expect(await told('a.js', `const a = "\u{1f600}${'\ufe00\ufe05\ufe0a'.repeat(4)}"\n`)).toEqual([
    '1:14 hidden-text U+FE00 VARIATION SELECTOR',
  ])
  expect(
    await told('README.md', '\u2764\ufe0f \u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}\n'),
  ).toEqual([])
})

test('the name of a new file is looked at too', async () => {
  expect(await told('src/\u0430dmin.ts', 'a\n')).toEqual(['1:1 file-name U+0430'])
  expect(await told('src/a\u202etxt.js', 'a\n')).toEqual(['1:1 file-name U+202E RIGHT-TO-LEFT OVERRIDE'])
  expect(await told('docs/\u043f\u0440\u0438\u0432\u0435\u0442-world.md', 'a\n')).toEqual([])
})

test('whatever the characters, reports are inside the text and show none of them', async () => {
  const odd = fc.constantFrom(
    '\u202e',
    '\u2066',
    '\u2069',
    '\u200b',
    '\u{e0041}',
    '\ufe0f',
    '\u0430',
    'a',
    '"',
    '/*',
    '*/',
    '\n',
    '\u{1f600}',
    '\ud800',
  )
  const observe = await trojanSource.open()
  await fc.assert(
    fc.asyncProperty(
      fc.array(odd, { maxLength: 40 }),
      fc.constantFrom('a.ts', 'a.py', 'a.md', 'a.yml'),
      async (parts, path) => {
        const text = parts.join('')
        const lines = text.split('\n')
        for (const o of await observe(changedText(path, text))) {
          expect(o.message).toMatch(/^[\x20-\x7e]*$/)
          expect(o.column).toBeLessThanOrEqual((lines[o.line - 1] ?? '').length)
          expect(o.endColumn).toBeGreaterThan(o.column)
        }
      },
    ),
    { numRuns: 1_000 },
  )
})
