import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfPath, pathBytes, pathOfText, printPath } from './path-bytes.ts'

test.each<[string, Buffer, string, boolean]>([
  ['text', Buffer.from('src/é.ts'), 'src/é.ts', true],
  ['a backslash in text', Buffer.from('a\\b'), 'a\\b', true],
  ['Latin-1', Buffer.from('caf\u00e9', 'latin1'), 'caf\\xe9', false],
  ['a backslash beside an odd byte', Buffer.from('a\\\xff', 'latin1'), 'a\\\\\\xff', false],
  ['half a sequence', Buffer.from([0x61, 0xe2, 0x82]), 'a\\xe2\\x82', false],
  ['sequences that are too long or too high', Buffer.from([0xc0, 0x80, 0xf5]), '\\xc0\\x80\\xf5', false],
  ['good and bad', Buffer.from([0xff, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80]), '\\xffé😀', false],
])('%s', (_, bytes, text, isUtf8) => {
  expect(printPath(pathBytes(bytes))).toEqual({ text, isUtf8 })
})

test('bytes come back as they were, and different bytes print differently', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ maxLength: 12 }), (a, b) => {
      expect([...bytesOfPath(pathBytes(a))]).toEqual([...a])
      const [first, second] = [printPath(pathBytes(a)), printPath(pathBytes(b))]
      if (first.isUtf8 === second.isUtf8 && Buffer.compare(a, b) !== 0)
        expect(first.text).not.toBe(second.text)
    }),
  )
  expect(printPath(pathOfText('ü/x')).text).toBe('ü/x')
})
