import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Language, languages } from '../language.ts'
import { blankOut, commentsAndStrings } from './comments-and-strings.ts'

function code(text: string, language: Language): string {
  return blankOut(text, commentsAndStrings(text, language) ?? [], ['comment', 'string'])
}

test('comments and strings of each family become blanks', () => {
  expect(code('a("b // c") // d\ne', 'go')).toBe('a(        )     \ne')
  expect(code('a = """x\ny""" # z\nb', 'python')).toBe('a =     \n        \nb')
  expect(code("if ($a) { echo 'x'; } # y", 'shell')).toBe('if ($a) { echo    ; }    ')
  expect(code("let c = 'x'; fn f<'a>(s: &'a str) {}", 'rust')).toBe("let c =    ; fn f<'a>(s: &'a str) {}")
  expect(code('r#"a "b" c"# d', 'rust')).toBe('             d')
  expect(code("int n = 1'000'000; // \"", 'cpp')).toBe("int n = 1'000'000;     ")
})

test('code inside a template literal stays code, also inside one another', () => {
  expect(code(['`a$', '{b(`c$', '{d}`)}e` + f'].join(''), 'typescript')).toBe('    b(    d  )    + f')
})

test('a slash divides after a value and opens a pattern after an operator', () => {
  expect(code('a = /[\'"]/.test(b) / c', 'javascript')).toBe('a =       .test(b) / c')
  expect(code("x.split /'/\ny", 'ruby')).toBe('x.split    \ny')
})

test('a here document is a string, whoever closes it', () => {
  expect(code('cat <<EOF > f\ndebugger "\nEOF\nls', 'shell')).toBe('cat <<EOF > f\n          \n   \nls')
  expect(code('a <<~SQL\n  b\n  SQL\nc', 'ruby')).toBe('a <<~SQL\n   \n     \nc')
})

test('what stands outside of the tags of PHP is markup', () => {
  expect(code("it's <?php a('b') ?> it's", 'php')).toBe('     <?php a(   ) ?>     ')
})

test('spans ascend, stay inside the text and never overlap', () => {
  const piece = fc.constantFrom(
    '"',
    "'",
    '`',
    '/',
    '*',
    '#',
    '\n',
    '${',
    '}',
    '{',
    '<<A',
    'A',
    '%(',
    '?>',
    '<?',
    '\\',
    'r#"',
    '"#',
    "'''",
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom(...languages), (pieces, language) => {
      const text = pieces.join('')
      let last = 0
      for (const span of commentsAndStrings(text, language) ?? []) {
        expect(span.start).toBeGreaterThanOrEqual(last)
        expect(span.end).toBeGreaterThan(span.start)
        last = span.end
      }
      expect(last).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 3_000 },
  )
})
