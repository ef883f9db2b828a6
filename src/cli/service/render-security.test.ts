import { expect, test } from 'vitest'
import type { SecurityEvent } from '../../app/service/operate/security.ts'
import type { AppName } from '../../domain/repository/repository.ts'
import { renderSecurityEvents } from './render-security.ts'

const at = Date.UTC(2026, 10, 23, 11, 30)
const events: readonly SecurityEvent[] = [
  { kind: 'bad-signature', app: 'main' as AppName, at, detail: { path: '', signature: 'wrong' } },
  { kind: 'bad-signature', app: null, at: at - 1_000, detail: { unwrittenBefore: '980' } },
  {
    kind: 'forbidden-config',
    app: 'main' as AppName,
    at: at - 60_000,
    detail: { repository: 'octo/shop', keys: 'plugins\u001b[31m\nfake line' },
  },
]

test('each event on its line, whatever stands in it', () => {
  expect(renderSecurityEvents(events, '24h')).toMatchInlineSnapshot(`
    "2 bad-signature, 1 forbidden-config:
    2026-11-23T11:30:00.000Z  bad-signature       app main, signature wrong
    2026-11-23T11:29:59.000Z  bad-signature       unwrittenBefore 980
    2026-11-23T11:29:00.000Z  forbidden-config    app main, repository octo/shop, keys plugins\\u{1b}[31m\\u{a}fake line
    "
  `)
})

test('silence is said', () => {
  expect(renderSecurityEvents([], '24h')).toBe('Nobody has tried anything in the last 24h.\n')
})
