/** Whom a message comes to, as names of notifiers. A page that would come to nobody comes to everybody. */
import type { NotifierConfig } from '../../config/service/notifier-config.ts'
import type { ServiceRecord } from '../../config/service/service-record.ts'
import type { NotificationTarget } from '../../domain/notification/notification.ts'

export interface Directory {
  readonly record: Pick<ServiceRecord, 'contacts' | 'escalation'>
  readonly notifiers: readonly Pick<NotifierConfig, 'name' | 'isChannel'>[]
}

export function recipientsOf(
  target: NotificationTarget,
  { record, notifiers }: Directory,
): readonly string[] {
  switch (target.kind) {
    case 'notifier':
      return notifiers.filter(({ name }) => name === target.name).map(({ name }) => name)
    case 'channel':
      return notifiers.filter(({ isChannel }) => isChannel).map(({ name }) => name)
    case 'on-call': {
      const called = record.escalation[target.level]?.contacts ?? []
      const reached = record.contacts
        .filter(({ name }) => called.includes(name))
        .flatMap((contact) => contact.notifiers)
      return knownOr(notifiers, reached)
    }
  }
}

/** Everybody who is ever called, for when nobody can say who has to be. */
export function everybodyOnCall({ record, notifiers }: Directory): readonly string[] {
  const called = new Set(record.escalation.flatMap(({ contacts }) => contacts))
  const reached = record.contacts
    .filter(({ name }) => called.has(name))
    .flatMap((contact) => contact.notifiers)
  return knownOr(notifiers, reached)
}

function knownOr(notifiers: Directory['notifiers'], wanted: readonly string[]): readonly string[] {
  const known = notifiers.map(({ name }) => name).filter((name) => wanted.includes(name))
  return known.length > 0 ? known : notifiers.map(({ name }) => name)
}
