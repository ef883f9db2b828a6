import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Problems } from './option-value.ts'
import { readServiceConfig } from './read-service-config.ts'
import { readServiceRecord, refuseUnknownNotifiers } from './read-service-record.ts'
import { defaultServiceRecord } from './service-record.ts'

function read(text: string) {
  return readServiceConfig({
    file: { name: 'service.yaml', text },
    env: { PAGER_KEY: 'a key' },
    flags: {},
    readSecretFile: () => null,
    resolvePath: (path) => path,
  })
}

function problemsOf(text: string): readonly string[] {
  const config = read(text)
  return config.ok ? [] : config.failure.map(({ where, wrong, mend }) => `${where}: ${wrong} - ${mend}`)
}

const whole = `
notifiers:
  - { name: pager, kind: pagerduty, routingKeyEnv: PAGER_KEY }
service:
  name: reviews
  tier: 2
  slo: { availability: 99.9%, recoveryTime: 15m, recoveryPoint: 5m }
  owners: [platform]
  dashboardUrl: https://status.example.com/reviews
  businessHours:
    timeZone: Europe/Berlin
    days: [mon, tue, wed, thursday, 5]
    from: '08:30'
    to: '17:30'
    holidays: [2026-12-25]
  contacts:
    - { name: on-call, role: Primary on call, phone: +1 (415) 555-0123, email: oncall@example.com, notifiers: [pager] }
    - { name: manager, role: Engineering manager, email: manager@example.com }
  escalation:
    - { name: on-call, contacts: [on-call] }
    - { name: engineering-manager, contacts: [manager] }
  escalationRules:
    P1: { repeatPageEvery: 3m }
    P2: { nextLevelAfter: never }
`

describe('the service record', () => {
  test('nothing written: the defaults', () => {
    const config = read('')
    expect(config.ok && config.value.service).toEqual(defaultServiceRecord)
  })

  test('everything written: names, promises, whom to reach and when', () => {
    const config = read(whole)
    expect(config.ok && config.value.service).toEqual({
      name: 'reviews',
      tier: 2,
      slo: { availability: 0.999, recoveryTimeMsMax: 900_000, recoveryPointMsMax: 300_000 },
      owners: ['platform'],
      dashboardUrl: 'https://status.example.com/reviews',
      businessHours: {
        timeZone: 'Europe/Berlin',
        days: [1, 2, 3, 4, 5],
        from: '08:30',
        to: '17:30',
        holidays: ['2026-12-25'],
      },
      contacts: [
        {
          name: 'on-call',
          role: 'Primary on call',
          phone: '+14155550123',
          email: 'oncall@example.com',
          notifiers: ['pager'],
        },
        {
          name: 'manager',
          role: 'Engineering manager',
          phone: null,
          email: 'manager@example.com',
          notifiers: [],
        },
      ],
      escalation: [
        { name: 'on-call', contacts: ['on-call'] },
        { name: 'engineering-manager', contacts: ['manager'] },
      ],
      escalationRules: {
        ...defaultServiceRecord.escalationRules,
        P1: { ...defaultServiceRecord.escalationRules.P1, repeatPageEveryMs: 180_000 },
        P2: { ...defaultServiceRecord.escalationRules.P2, nextLevelAfterMs: null },
      },
    })
  })

  test('the documented record is one that is taken, with the default rules', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/service-record.md'), 'utf8')
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []
    const problems: Problems = []
    const record = readServiceRecord('page', (parse(yaml) as { service: unknown }).service, problems)
    expect(problems).toEqual([])
    expect(record.escalationRules).toEqual(defaultServiceRecord.escalationRules)
    expect(record.contacts.map(({ phone }) => phone)).toEqual(['+14155550123', '+442079460123'])
  })

  test('a number that cannot be dialled is a sentence with its place', () => {
    const contact = (phone: string) => `service: { contacts: [{ name: a, role: b, phone: '${phone}' }] }`
    expect(problemsOf(contact('+1-555-ONCALL'))).toEqual([
      'service.yaml: service.contacts[0].phone: cannot be dialled: there is more in it than digits - give it with the country first, e.g. +1 415 555 0123',
    ])
    expect(problemsOf(contact('+1 555 0100'))).toEqual([
      expect.stringContaining('no country has such a number'),
    ])
    expect(problemsOf(contact('0415 555 0123'))).toEqual([
      expect.stringContaining('not an international number'),
    ])
    expect(problemsOf('service: { contacts: [{ name: a, phone: 4155550123 }] }')).toEqual([
      expect.stringContaining('in quotation marks'),
    ])
  })

  test.each([
    ['service: text', 'service.yaml: service: is not a section'],
    ['service: { nam: x }', 'service.nam: there is no such setting - did you mean `name`?'],
    ['service: { tier: 5 }', 'service.tier: is out of bounds - give a whole number from 1 to 4'],
    ['service: { slo: { availability: 100% } }', 'service.slo.availability: is no share of time'],
    ['service: { slo: { availability: 99.9 } }', 'service.slo.availability: is no share of time'],
    ['service: { slo: { recoveryTime: 15 } }', 'service.slo.recoveryTime: is not a length of time'],
    ['service: { dashboardUrl: "javascript:x" }', 'service.dashboardUrl: is not an address of a page'],
    ['service: { dashboardUrl: "https://a:b@x.example" }', 'without credentials'],
    ['service: { businessHours: { timeZone: Mars } }', 'service.businessHours.timeZone: is not a time zone'],
    ['service: { businessHours: { days: [] } }', 'service.businessHours.days: has no day'],
    ['service: { businessHours: { days: [someday] } }', 'service.businessHours.days[0]: is not a day'],
    ['service: { businessHours: { from: 9:00 } }', 'service.businessHours.from: is not a time of day'],
    ['service: { businessHours: { from: "18:00" } }', 'the day ends at 17:00 before it begins at 18:00'],
    ['service: { businessHours: { holidays: [2026-02-30] } }', 'holidays[0]: is not a date'],
    ['service: { contacts: [{ name: a, email: a@b }] }', 'contacts[0].email: is not an address for e-mail'],
    ['service: { contacts: [{ name: a }] }', 'contacts[0]: nobody can reach this contact'],
    ['service: { contacts: [{ email: a@b.example }] }', 'contacts[0].name: is missing'],
    ['service: { contacts: { name: a } }', 'service.contacts: is not a list of up to 50'],
    ['service: { escalation: [{ name: x, contacts: [bob] }] }', 'there is no contact called bob'],
    ['service: { escalation: [{ name: x }] }', 'escalation[0].contacts: nobody is called on this level'],
    ['service: { escalationRules: { P4: {} } }', 'escalationRules.P4: there is no such setting'],
    ['service: { escalationRules: { P3: { businessHoursOnly: yes } } }', 'neither true nor false'],
  ])('%s is refused with its place', (text, problem) => {
    expect(problemsOf(text)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]))
  })

  test('a contact with a notifier that does not exist is refused', () => {
    const problems: Problems = []
    const contacts = [{ name: 'a', role: '', email: null, phone: null, notifiers: ['pager', 'page'] }]
    refuseUnknownNotifiers('service.yaml', { contacts }, ['pager'], problems)
    expect(problems).toEqual([
      {
        where: 'service.yaml: service.contacts[0].notifiers',
        wrong: 'there is no notifier called page',
        mend: 'use pager',
      },
    ])
  })

  test('whatever is written, it is read or refused', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const config = read(`service: ${JSON.stringify(value)}`)
        expect(config.ok || config.failure.length > 0).toBe(true)
      }),
    )
  })
})
