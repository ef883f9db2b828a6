import { expect, test } from 'vitest'
import { defaultServiceRecord, type ServiceRecord } from '../../config/service/service-record.ts'
import { findServiceGaps } from './service-gaps.ts'

const now = Date.parse('2026-11-23T10:00:00Z')
function gapsOf(record: ServiceRecord, names: readonly string[], hasHeartbeat = true, isChannel = true) {
  const notifiers = names.map((name) => ({ name, isChannel }))
  return findServiceGaps(record, { notifiers, hasHeartbeat }, now).map(({ missing }) => missing)
}

test('nobody to call, nothing to call with', () => {
  expect(gapsOf(defaultServiceRecord, [])).toEqual([
    'Nobody is named who could be called for a P1.',
    'No team owns the service.',
    'There is no way to send a message: alerts are written down, and nobody hears of them.',
  ])
})

const contact = { name: 'a', role: '', email: 'a@example.com', phone: null, notifiers: ['pager'] }
const complete: ServiceRecord = {
  ...defaultServiceRecord,
  owners: ['platform'],
  contacts: [contact, { ...contact, name: 'b', role: 'Engineering manager', notifiers: [] }],
  escalation: [
    { name: 'on-call', contacts: ['a'] },
    { name: 'manager', contacts: ['a', 'b'] },
  ],
  businessHours: { ...defaultServiceRecord.businessHours, holidays: ['2026-12-25'] },
}

test('a complete record has no gaps', () => {
  expect(gapsOf(complete, ['pager'])).toEqual([])
})

test('nowhere to tell of incidents, and no manager whom a P1 could call', () => {
  expect(gapsOf(complete, ['pager'], true, false)).toEqual([
    'No notifier is a channel: pages are sent, news and ends of incidents reach nobody.',
  ])
  expect(gapsOf({ ...complete, contacts: [contact, { ...contact, name: 'b' }] }, ['pager'])).toEqual([
    'No level of the escalation has an engineering manager, whom a P1 calls at once.',
  ])
})

test('a machine that dies in silence', () => {
  expect(gapsOf(complete, ['pager'], false)).toEqual([
    'No heartbeat is configured: nobody hears of it when the machine dies.',
  ])
})

test('levels that are too few or reach nobody, and a calendar that nobody keeps', () => {
  const record: ServiceRecord = {
    ...complete,
    escalation: [{ name: 'on-call', contacts: ['b'] }],
    businessHours: { ...complete.businessHours, holidays: ['2025-12-25'] },
  }
  expect(gapsOf(record, ['pager'])).toEqual([
    'A P1 calls 2 levels at once, and there is 1.',
    'No notifier reaches anybody on the level on-call: their messages go to everybody.',
    'All holidays of the calendar have passed.',
  ])
  expect(gapsOf({ ...complete, escalation: [] }, ['pager'])).toEqual([
    'There are contacts, and no level of the escalation that calls them.',
  ])
})
