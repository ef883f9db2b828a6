import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appEvents, appPermissions, missingPermissions, neededPermissions } from './app-permissions.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/setup.md'), 'utf8')

test('docs/setup.md names every permission and event, and no other', () => {
  const rows = [...page.matchAll(/^\| ([A-Z][a-z ]+) \| (read|write|write, or read) \| /gm)]
  expect(rows.map(([, name, access]) => [name?.toLowerCase().replaceAll(' ', '_'), access])).toEqual(
    appPermissions.map(({ name, access, enough }) => [name, enough ? `${access}, or ${enough}` : access]),
  )
  const [, events = ''] = /and the events ([^.]+)\./.exec(page) ?? []
  expect([...events.matchAll(/`([a-z_]+)`/g)].map(([, event]) => event)).toEqual(appEvents)
})

test('issues are written only where incidents are told in them, and are missed only there', () => {
  const granted = Object.fromEntries(appPermissions.map(({ name, access }) => [name, access]))
  expect(granted.issues).toBe('read')
  expect(missingPermissions(granted, neededPermissions(false))).toEqual([])
  expect(missingPermissions(granted, neededPermissions(true))).toEqual(['issues: write'])
  expect(missingPermissions({ ...granted, issues: 'write' }, neededPermissions(true))).toEqual([])
  expect(page).toContain('`autogen-bot setup --issues write`')
})
