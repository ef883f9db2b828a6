import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkParameters, parameterTypes, variableOf, wrongWith } from './parameter.ts'

test.each([
  ['repository-name', 'octo/shop', 'octo/../shop'],
  ['repository-name', 'a/.github', 'octo'],
  ['installation', '12', '0'],
  ['count', '64', '65'],
  ['lane', 're-review', 'all'],
  ['duration', '30m', '30'],
  ['circuit-name', 'dependency:github:main', 'repository'],
  ['severity', 'P1', 'P4'],
  ['text', 'GitHub is down (again), 3 times', '-rf'],
  ['workload', 'autogen-bot-worker', 'other'],
] as const)('%s: %s, but not %s', (type, good, bad) => {
  expect(wrongWith(type, good)).toBeNull()
  expect(wrongWith(type, bad)).toMatch(/^give /)
})

const anyText = fc
  .array(fc.oneof(fc.constantFrom(0, 10, 13, 45, 47, 0x202e), fc.nat(0x2fff)), { maxLength: 20 })
  .map((codes) => String.fromCodePoint(...codes))

test('no value of any type is an option, or more than a line', () => {
  const texts = fc.oneof(
    anyText,
    anyText.map((text) => `-${text}`),
  )
  fc.assert(
    fc.property(fc.constantFrom(...parameterTypes), texts, (type, value) => {
      if (wrongWith(type, value) !== null) return
      expect(value).toMatch(/^[^-\s]/)
      expect(value).not.toMatch(/[\n\r\0]/)
    }),
  )
})

test('everything that is wrong is said at once', () => {
  const parameters = [
    { name: 'repository', type: 'repository-name' },
    { name: 'log-level', type: 'log-level' },
  ] as const
  expect(checkParameters(parameters, { repository: '$(id)', other: 'x' })).toEqual({
    ok: false,
    failure:
      'there is no parameter other; repository is refused: give owner/name; log-level is missing: give debug, info, warn or error',
  })
  const good = { repository: 'octo/shop', 'log-level': 'debug' }
  expect(checkParameters(parameters, good)).toEqual({ ok: true, value: good })
  expect(variableOf('log-level')).toBe('LOG_LEVEL')
})
