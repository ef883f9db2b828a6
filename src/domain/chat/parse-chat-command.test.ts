import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ChatCommand, mayAsk, needsWriteAccess } from './chat-command.ts'
import { parseChatCommand } from './parse-chat-command.ts'

const id = '00112233445566aa'
const parse = (text: string) => parseChatCommand(text, 'acme-reviewer')

describe('what people write', () => {
  test.each<[string, unknown]>([
    ['/autogen review', { kind: 'review', isFull: false }],
    ['/AutoGen Review FULL', { kind: 'review', isFull: true }],
    ['@acme-reviewer review full', { kind: 'review', isFull: true }],
    ['@acme-reviewer[bot], status', { kind: 'status' }],
    ['@Acme-Reviewer: help', { kind: 'help' }],
    ['/autogen', { kind: 'help' }],
    ['/autogen-bot config', { kind: 'config' }],
    ['  /autogen pause\r\n', { kind: 'pause' }],
    ['/autogen resume', { kind: 'resume' }],
    [`/autogen explain ${id}`, { kind: 'explain', finding: id }],
    [`/autogen explain \`${id.toUpperCase()}\``, { kind: 'explain', finding: id }],
    [
      `/autogen dismiss ${id} the  input is\tours`,
      { kind: 'dismiss', finding: id, reason: 'the input is ours' },
    ],
    ['/autogen explain', { kind: 'incomplete', command: 'explain', lacks: 'id' }],
    ['/autogen dismiss 12 because', { kind: 'incomplete', command: 'dismiss', lacks: 'id' }],
    [`/autogen dismiss ${id}`, { kind: 'incomplete', command: 'dismiss', lacks: 'reason' }],
    ['/autogen ask', { kind: 'incomplete', command: 'ask', lacks: 'question' }],
    ['/autogen ask  \n \r\n', { kind: 'incomplete', command: 'ask', lacks: 'question' }],
    ['/autogen ask why `a  b`?', { kind: 'ask', question: 'why `a b`?' }],
    [
      'Hm.\r\n/autogen Ask Is this right?\r\n```\r\n  a\r\n```\r\n/autogen pause',
      { kind: 'ask', question: 'Is this right?\n```\n  a\n```\n/autogen pause' },
    ],
    ['@acme-reviewer, ask who calls it', { kind: 'ask', question: 'who calls it' }],
    ['/autogen describe', { kind: 'describe' }],
    ['/autogen improve', { kind: 'improve' }],
    ['/autogen Tests', { kind: 'tests' }],
    ['/autogen tests for all', { kind: 'unknown', word: 'tests for' }],
    ['/autogen deploy now please', { kind: 'unknown', word: 'deploy now' }],
    ['/autogen review everything', { kind: 'unknown', word: 'review everything' }],
    ['/autogen pause $(rm -rf /)', { kind: 'unknown', word: 'pause $(rm' }],
    ['Thanks!\n\n/autogen status\n/autogen pause', { kind: 'status' }],
    ['```\n/autogen pause\n```\n/autogen help', { kind: 'help' }],
  ])('%j is a command', (text, command) => expect(parse(text)).toEqual(command))

  test.each([
    '',
    'Looks good to me',
    'Try /autogen review',
    '> /autogen pause',
    '   > /autogen pause',
    '    /autogen pause',
    '\t/autogen pause',
    '```\n/autogen pause\n```',
    '````\n```\n/autogen pause\n````',
    '~~~sh\n/autogen pause\n~~~',
    '```\n/autogen pause',
    '<!--\n/autogen pause\n-->',
    '/autogenous pause',
    '/autogen/pause',
    '@acme-reviewer-two status',
    '@acme status',
    '`/autogen pause`',
  ])('%j is none', (text) => expect(parse(text)).toBeNull())

  test('a hidden remark ends', () => {
    expect(parse('<!-- a\nb -->\n/autogen help')).toEqual({ kind: 'help' })
    expect(parse('``` not a fence ```\n/autogen help')).toEqual({ kind: 'help' })
  })
})

describe('who may ask', () => {
  const commands = [
    '/autogen review',
    '/autogen status',
    `/autogen explain ${id}`,
    '/autogen config',
    '/autogen ask why',
    '/autogen describe',
    '/autogen improve',
    '/autogen tests',
  ]
  const writes = ['/autogen review full', `/autogen dismiss ${id} no`, '/autogen pause', '/autogen resume']
  const command = (text: string) => parse(text) as ChatCommand

  test.each([...commands, '/autogen help', '/autogen x'])('the author: %s', (text) => {
    expect(mayAsk(command(text), { permission: 'read', isAuthor: true })).toBe(true)
    expect(mayAsk(command(text), { permission: 'read', isAuthor: false })).toBe(false)
  })

  test.each([...writes, '/autogen dismiss'])('people with write access only: %s', (text) => {
    expect(needsWriteAccess(command(text))).toBe(true)
    expect(mayAsk(command(text), { permission: 'none', isAuthor: true })).toBe(false)
    expect(mayAsk(command(text), { permission: 'write', isAuthor: false })).toBe(true)
  })
})

const anyComment = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/autogen',
        '@acme-reviewer',
        'review',
        'full',
        'dismiss',
        'ask',
        id,
        ' ',
        '\n',
        '```',
        '~~~',
        '>',
      ),
      fc.constantFrom(
        '<!--',
        '-->',
        '\t',
        '\r\n',
        '`',
        '/autogen pause',
        '\n/autogen help',
        '\ud83d',
        '    ',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

test('whatever is written, a command is one of ours, bounded, and quoting it disarms it', () => {
  fc.assert(
    fc.property(anyComment, (text) => {
      const command = parse(text)
      const quoted = text
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n')
      expect(parse(quoted)).toBeNull()
      if (command === null) return
      if ('finding' in command) expect(command.finding).toMatch(/^[0-9a-f]{16}$/)
      if (command.kind === 'ask') {
        expect(command.question.length).toBeLessThanOrEqual(8_000)
        expect(command.question.trim()).toBe(command.question)
        expect(command.question).not.toBe('')
        expect(command.question.isWellFormed()).toBe(true)
      }
      const words =
        command.kind === 'unknown' ? command.word : command.kind === 'dismiss' ? command.reason : ''
      expect([...words].length).toBeLessThanOrEqual(500)
      expect(words.isWellFormed()).toBe(true)
      expect(words).not.toContain('\n')
    }),
    { numRuns: 2_000 },
  )
})

test('long comments made to hurt are read in one go', () => {
  for (const piece of ['`', '~', '>', ' ', '<!--', '/autogen ', '@acme-reviewer', '\n```', '\t'])
    expect(() => parse(piece.repeat(60_000))).not.toThrow()
})
