import { expect, test } from 'vitest'
import { decodeText } from './decode-text.ts'

test.each<[string, Buffer, unknown]>([
  ['UTF-8', Buffer.from('é\n'), { text: 'é\n', encoding: 'utf-8', isWellFormed: true }],
  [
    'a byte order mark, which goes',
    Buffer.from('\ufeffa'),
    { text: 'a', encoding: 'utf-8', isWellFormed: true },
  ],
  ['Latin-1', Buffer.from([0x61, 0xe9]), { text: 'a\ufffd', encoding: 'utf-8', isWellFormed: false }],
  [
    'UTF-16, little end first',
    Buffer.from([0xff, 0xfe, 0x61, 0, 0x0a, 0]),
    { text: 'a\n', encoding: 'utf-16le', isWellFormed: true },
  ],
  [
    'UTF-16, big end first',
    Buffer.from([0xfe, 0xff, 0, 0x61]),
    { text: 'a', encoding: 'utf-16be', isWellFormed: true },
  ],
  [
    'half a UTF-16 character',
    Buffer.from([0xff, 0xfe, 0x61]),
    { text: '\ufffd', encoding: 'utf-16le', isWellFormed: false },
  ],
  ['nothing', Buffer.alloc(0), { text: '', encoding: 'utf-8', isWellFormed: true }],
  [
    'a NUL behind where git looks',
    Buffer.concat([Buffer.alloc(8_000, 0x61), Buffer.from([0])]),
    { text: `${'a'.repeat(8_000)}\0`, encoding: 'utf-8', isWellFormed: true },
  ],
])('%s is text', (_, bytes, expected) =>
  expect(decodeText(bytes)).toEqual({ kind: 'text', ...(expected as object) }),
)

test.each([
  ['a NUL', Buffer.from('a\0b')],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])],
  ['a NUL just where git looks', Buffer.concat([Buffer.alloc(7_999, 0x61), Buffer.from([0])])],
])('%s is binary', (_, bytes) => expect(decodeText(bytes)).toEqual({ kind: 'binary' }))
