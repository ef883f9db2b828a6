import { expect, test } from 'vitest'
import { parseExpectations, unmet } from './expectation.ts'

function reason(text: string, stdout: string, exitCode: number | null = 0): string | null {
  const parsed = parseExpectations(text)
  if (!parsed.ok) throw new Error(parsed.failure)
  return unmet(parsed.value, { exitCode, stdout })
}

test('without a word about it a step ends with 0', () => {
  expect(unmet([], { exitCode: 0, stdout: '' })).toBeNull()
  expect(unmet([], { exitCode: 2, stdout: '' })).toBe('It ended with 2, and not with 0.')
  expect(reason('exit 0|1', '', 1)).toBeNull()
  expect(reason('exit 0|1', '', 2)).toBe('It ended with 2, and not with 0 or 1.')
  expect(reason('exit 1', '', null)).toContain('null')
})

test('patterns look at lines', () => {
  expect(reason('/^b/', 'a\nb')).toBeNull()
  expect(reason('/^b$/', 'a\nbb')).toBe('Its answer does not match /^b$/.')
  expect(reason('!/^BROKEN/', 'ok\nBROKEN  store')).toBe('Its answer matches /^BROKEN/.')
})

test('paths look into JSON', () => {
  const answer = JSON.stringify({ rows: { dead: 3 }, state: 'ok', list: [{ on: true }], none: null })
  expect(reason("$.rows.dead == 3; $.state != 'bad'; $.list.length > 0", answer)).toBeNull()
  expect(reason('$.list[0].on == true', answer)).toBeNull()
  expect(reason('$.none == null', answer)).toBeNull()
  expect(reason('$.rows.dead <= 2', answer)).toBe('$.rows.dead <= 2 was expected; found: 3.')
  expect(reason('$.nothing < 2', answer)).toBe('$.nothing < 2 was expected; found: nothing.')
  expect(reason('$.nothing != 2', answer)).toContain('found: nothing')
  expect(reason('$.constructor != 2', answer)).toContain('found: nothing')
  expect(reason('$.state < 2', answer)).toContain('"ok"')
  expect(reason('$.rows == 1', 'no JSON')).toBe('Its answer is no JSON.')
})

test('what cannot be read is refused with words', () => {
  for (const text of ['', 'exit', 'open', '/(/', '$.a = 1', '$.a == {}', '$a == 1', 'exit 0;exit 1'])
    expect(parseExpectations(text), text).toMatchObject({ ok: false })
})
