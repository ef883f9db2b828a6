/** What a service record lacks that somebody will miss in the night. Nothing in it is wrong; the reader sees to that. */
import type { NotifierConfig } from '../../config/service/notifier-config.ts'
import type { Contact, EscalationLevel, ServiceRecord } from '../../config/service/service-record.ts'
import { managerRole, managingLevels } from './managing-levels.ts'

export interface ServiceGap {
  /** A sentence. */
  readonly missing: string
  readonly remedy: string
}

/** The ways to be heard. */
export interface ServiceVoices {
  readonly notifiers: readonly Pick<NotifierConfig, 'name' | 'isChannel'>[]
  readonly hasHeartbeat: boolean
}

export function findServiceGaps(
  record: ServiceRecord,
  { notifiers, hasHeartbeat }: ServiceVoices,
  now: number,
): readonly ServiceGap[] {
  return [
    ...peopleGaps(record),
    ...levelGaps(record, notifiers),
    ...(notifiers.length > 0
      ? []
      : [
          {
            missing: 'There is no way to send a message: alerts are written down, and nobody hears of them.',
            remedy: 'List a channel or a pager under `notifiers`.',
          },
        ]),
    ...(notifiers.length === 0 || notifiers.some(({ isChannel }) => isChannel)
      ? []
      : [
          {
            missing: 'No notifier is a channel: pages are sent, news and ends of incidents reach nobody.',
            remedy: 'Give a chat, a mail or an issue under `notifiers` `channel: true`.',
          },
        ]),
    // A machine that dies takes its watch and its notifiers along.
    ...(hasHeartbeat
      ? []
      : [
          {
            missing: 'No heartbeat is configured: nobody hears of it when the machine dies.',
            remedy: 'Give `heartbeat.url` the address of a service outside that calls when it is not asked.',
          },
        ]),
    ...holidayGaps(record, now),
  ]
}

function peopleGaps({ contacts, escalation, owners }: ServiceRecord): readonly ServiceGap[] {
  return [
    ...(contacts.length > 0
      ? []
      : [
          {
            missing: 'Nobody is named who could be called for a P1.',
            remedy: 'List people under `service.contacts`.',
          },
        ]),
    ...(escalation.length > 0 || contacts.length === 0
      ? []
      : [
          {
            missing: 'There are contacts, and no level of the escalation that calls them.',
            remedy: 'List levels under `service.escalation`, the one on call first.',
          },
        ]),
    ...(owners.length > 0
      ? []
      : [{ missing: 'No team owns the service.', remedy: 'Name one under `service.owners`.' }]),
  ]
}

function levelGaps(
  { contacts, escalation, escalationRules }: ServiceRecord,
  notifiers: readonly Pick<NotifierConfig, 'name'>[],
): readonly ServiceGap[] {
  const wanted = escalationRules.P1.levelsAtOnce
  const short =
    escalation.length === 0 || escalation.length >= wanted
      ? []
      : [
          {
            missing: `A P1 calls ${wanted} levels at once, and there ${escalation.length === 1 ? 'is 1' : `are ${escalation.length}`}.`,
            remedy: 'Add the engineering manager as a level of `service.escalation`.',
          },
        ]
  const unmanaged =
    escalation.length === 0 || managingLevels({ contacts, escalation }).length > 0
      ? []
      : [
          {
            missing: 'No level of the escalation has an engineering manager, whom a P1 calls at once.',
            remedy: `Give a contact of a level the role \`${managerRole}\`.`,
          },
        ]
  if (notifiers.length === 0) return [...short, ...unmanaged]
  const mute = escalation.filter(
    (level) => !membersOf(level, contacts).some(({ notifiers: ways }) => ways.length > 0),
  )
  return [
    ...short,
    ...unmanaged,
    ...mute.map(({ name }) => ({
      missing: `No notifier reaches anybody on the level ${name}: their messages go to everybody.`,
      remedy: 'Give a contact of it `notifiers`.',
    })),
  ]
}

function membersOf(level: EscalationLevel, contacts: readonly Contact[]): readonly Contact[] {
  return contacts.filter(({ name }) => level.contacts.includes(name))
}

/** A calendar that was kept once and is not any more pages people at Christmas. */
function holidayGaps({ businessHours: { holidays } }: ServiceRecord, now: number): readonly ServiceGap[] {
  const today = new Date(now).toISOString().slice(0, 10)
  if (holidays.length === 0 || holidays.some((day) => day >= today)) return []
  return [
    {
      missing: 'All holidays of the calendar have passed.',
      remedy: 'Add the next ones to `service.businessHours.holidays`.',
    },
  ]
}
