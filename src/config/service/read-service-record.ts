/**
 * The section `service:` of the service's file. What nobody could use in an emergency (a number that cannot be dialled,
 * a level with a contact that does not exist) is an error now, not when somebody has to be called.
 */
import { alertSeverities } from '../../domain/alert/alert.ts'
import type { Problems } from './option-value.ts'
import { readBusinessHours } from './read-business-hours.ts'
import { readContacts } from './read-contacts.ts'
import {
  defaultServiceRecord,
  type EscalationLevel,
  type EscalationRule,
  type ServiceObjectives,
  type ServiceRecord,
} from './service-record.ts'
import {
  durationOf,
  flagOf,
  integerOf,
  itemsOf,
  openSection,
  textOf,
  type WrittenSection,
  type WrittenValue,
  writtenAt,
} from './written-section.ts'

const keys = [
  'name',
  'tier',
  'slo',
  'owners',
  'contacts',
  'escalation',
  'escalationRules',
  'businessHours',
  'dashboardUrl',
]
const secondMs = 1_000
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const levelsMax = 10
const ownersMax = 20

/** @param file name of the file, for places @param value what stands under `service` */
export function readServiceRecord(file: string, value: unknown, problems: Problems): ServiceRecord {
  const section = openSection(writtenAt(`${file}: service`, value ?? undefined, problems), keys, problems)
  const contacts = readContacts(section.of('contacts'), problems)
  const names = contacts.map(({ name }) => name)
  return {
    name: textOf(section.of('name'), defaultServiceRecord.name),
    tier: integerOf(section.of('tier'), { min: 1, max: 4, otherwise: defaultServiceRecord.tier }),
    slo: readObjectives(section.of('slo'), problems),
    owners: itemsOf(section.of('owners'), ownersMax, problems).map((owner) => textOf(owner, '')),
    contacts,
    escalation: readEscalation(section.of('escalation'), names, problems),
    escalationRules: readRules(section.of('escalationRules'), problems),
    businessHours: readBusinessHours(section.of('businessHours'), problems),
    dashboardUrl: readAddress(section.of('dashboardUrl')),
  }
}

/** Asked once the notifiers are known. */
export function refuseUnknownNotifiers(
  file: string,
  { contacts }: Pick<ServiceRecord, 'contacts'>,
  notifiers: readonly string[],
  problems: Problems,
): void {
  contacts.forEach((contact, at) => {
    for (const name of contact.notifiers) {
      if (notifiers.includes(name)) continue
      problems.push({
        where: `${file}: service.contacts[${at}].notifiers`,
        wrong: `there is no notifier called ${name}`,
        mend: notifiers.length === 0 ? 'list it under `notifiers`' : `use ${notifiers.join(', ')}`,
      })
    }
  })
}

function readObjectives(value: WrittenValue, problems: Problems): ServiceObjectives {
  const otherwise = defaultServiceRecord.slo
  const section = openSection(value, ['availability', 'recoveryTime', 'recoveryPoint'], problems)
  const bounds = { minMs: secondMs, maxMs: 30 * dayMs }
  return {
    availability: readShare(section.of('availability'), otherwise.availability),
    recoveryTimeMsMax: durationOf(section.of('recoveryTime'), {
      ...bounds,
      otherwise: otherwise.recoveryTimeMsMax,
    }),
    recoveryPointMsMax: durationOf(section.of('recoveryPoint'), {
      ...bounds,
      otherwise: otherwise.recoveryPointMsMax,
    }),
  }
}

/** `0.999` or `99.9%`. All of the time is no objective: it leaves no budget to spend. */
function readShare({ value, refuse }: WrittenValue, otherwise: number): number {
  if (value === undefined) return otherwise
  const [, percent] = /^([0-9]{1,2}(?:\.[0-9]{1,6})?) ?%$/.exec(String(value)) ?? []
  const share = percent === undefined ? value : Number((Number(percent) / 100).toFixed(8))
  if (typeof share === 'number' && share >= 0.5 && share <= 0.999999) return share
  refuse('is no share of time that can be promised', 'give one from 50% to 99.9999%, e.g. 99.9%')
  return otherwise
}

function readEscalation(
  value: WrittenValue,
  contacts: readonly string[],
  problems: Problems,
): readonly EscalationLevel[] {
  return itemsOf(value, levelsMax, problems).map((item, at) => {
    const level = openSection(item, ['name', 'contacts'], problems)
    const members = itemsOf(level.of('contacts'), 20, problems)
    if (members.length === 0)
      level.of('contacts').refuse('nobody is called on this level', 'name at least one contact')
    for (const member of members) {
      if (contacts.includes(String(member.value))) continue
      const known = contacts.length === 0 ? 'list it under `service.contacts`' : `use ${contacts.join(', ')}`
      member.refuse(`there is no contact called ${textOf(member, '')}`, known)
    }
    return {
      name: textOf(level.of('name'), `level ${at}`),
      contacts: members.map((one) => String(one.value)),
    }
  })
}

function readRules(value: WrittenValue, problems: Problems): ServiceRecord['escalationRules'] {
  const section = openSection(value, alertSeverities, problems)
  return {
    P1: readRule(section, 'P1', problems),
    P2: readRule(section, 'P2', problems),
    P3: readRule(section, 'P3', problems),
  }
}

function readRule(rules: WrittenSection, severity: 'P1' | 'P2' | 'P3', problems: Problems): EscalationRule {
  const otherwise = defaultServiceRecord.escalationRules[severity]
  const rule = openSection(
    rules.of(severity),
    ['levelsAtOnce', 'nextLevelAfter', 'repeatPageEvery', 'businessHoursOnly'],
    problems,
  )
  return {
    levelsAtOnce: integerOf(rule.of('levelsAtOnce'), {
      min: 1,
      max: levelsMax,
      otherwise: otherwise.levelsAtOnce,
    }),
    nextLevelAfterMs: readPause(rule.of('nextLevelAfter'), otherwise.nextLevelAfterMs),
    repeatPageEveryMs: readPause(rule.of('repeatPageEvery'), otherwise.repeatPageEveryMs),
    isInBusinessHoursOnly: flagOf(rule.of('businessHoursOnly'), otherwise.isInBusinessHoursOnly),
  }
}

function readPause(value: WrittenValue, otherwise: number | null): number | null {
  if (value.value === 'never') return null
  return durationOf(value, { minMs: 30 * secondMs, maxMs: 7 * dayMs, otherwise })
}

function readAddress(value: WrittenValue): string | null {
  const text = textOf(value, '')
  if (text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '')
    return text
  value.refuse(
    'is not an address of a page',
    'give one such as https://status.example.com, without credentials',
  )
  return null
}
