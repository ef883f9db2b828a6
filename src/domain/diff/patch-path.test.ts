import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathOfText } from '../path/path-bytes.ts'
import { readPatchPaths, unquotePath } from './patch-path.ts'

/** A path as git quotes it. */
function quoted(path: string): string {
  const escaped = [...path].map((character) => {
    const code = character.charCodeAt(0)
    if (character === '"' || character === '\\') return `\\${character}`
    return code < 0x20 || code > 0x7e ? `\\${code.toString(8).padStart(3, '0')}` : character
  })
  return `"${escaped.join('')}"`
}

const byte = fc.oneof(
  fc.constantFrom(' ', 'b', '/', '"', '\\', 'a', '\t'),
  fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
)
const path = fc.array(byte, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''))

describe('a path in C quotes', () => {
  test.each([
    ['plain', 'plain'],
    ['"', '"'],
    ['', ''],
    ['"open', '"open'],
    ['close"', 'close"'],
    ['""', ''],
    ['"\\a\\b\\t\\n\\v\\f\\r"', '\u0007\b\t\n\v\f\r'],
    ['"\\"\\\\"', '"\\'],
    ['"\\303\\251"', '\u00c3\u00a9'],
    ['"\\0001"', '\u00001'],
    ['"\\q"', '?'],
  ])('%j is %j', (written, expected) => expect(unquotePath(written)).toBe(expected))

  test('any bytes come back', () => {
    fc.assert(
      fc.property(path, (any) => {
        expect(unquotePath(quoted(any))).toBe(any)
      }),
    )
  })
})

describe('the two paths of a header', () => {
  const header = (first: string, second: string) => readPatchPaths(`diff --git ${first} ${second}`)

  test('equal names without quotes, whatever blanks they hold', () => {
    fc.assert(
      fc.property(
        path.filter((any) => !/["\n\t]|[^ -~]/.test(any)),
        (any) => {
          expect(header(`a/${any}`, `b/${any}`)).toEqual({ oldPath: any, newPath: any })
        },
      ),
    )
  })

  test('names in quotes, on either side or both', () => {
    fc.assert(
      fc.property(path, path, (first, second) => {
        expect(header(quoted(`a/${first}`), quoted(`b/${second}`))).toEqual({
          oldPath: first,
          newPath: second,
        })
      }),
    )
    expect(header('a/plain', '"b/\\001"')).toEqual({ oldPath: 'plain', newPath: '\u0001' })
    expect(header('"a/\\001"', 'b/plain')).toEqual({ oldPath: '\u0001', newPath: 'plain' })
    expect(header('"a/\\"x"', 'b/"')).toEqual({ oldPath: '"x', newPath: '"' })
  })

  test('two names without quotes are parted at the second prefix', () => {
    expect(header('a/old', 'b/new name')).toEqual({ oldPath: 'old', newPath: 'new name' })
    expect(header('a/same', 'b/sama')).toEqual({ oldPath: 'same', newPath: 'sama' })
  })

  test('a line that names nothing is no accident', () => {
    expect(readPatchPaths('diff --git x')).toEqual({ oldPath: '', newPath: '' })
    expect(readPatchPaths(`diff --git a/${pathOfText('é')} b/${pathOfText('é')}`).newPath).toBe(
      pathOfText('é'),
    )
  })
})
