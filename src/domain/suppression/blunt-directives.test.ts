import { expect, test } from 'vitest'
import { bluntDirectives } from './blunt-directives.ts'

test('a name that happens to be a keyword is code, and stays', () => {
  const code =
    'for lineno in lines:\n    nosec = nosec_lines.get(lineno)\n    if nosec is not None:\n        return nosec\n'
  expect(bluntDirectives(code, 'python')).toBe(code)
})

test('a keyword first on its line inside a comment is blunted', () => {
  expect(bluntDirectives('/*\n   eslint-disable no-eval\n*/\neval(a)\n', 'javascript')).toBe(
    '/*\n   e_lint-disable no-eval\n*/\neval(a)\n',
  )
})

test('what looks like a comment is blunted even where it may be a string', () => {
  expect(bluntDirectives("const text = '// eslint-disable-line'\n", 'javascript')).toBe(
    "const text = '// e_lint-disable-line'\n",
  )
})
