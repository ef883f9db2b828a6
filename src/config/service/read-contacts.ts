/** Whom to reach: each contact with at least one way that works as far as its form can tell. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Problems } from './option-value.ts'
import type { Contact } from './service-record.ts'
import { itemsOf, openSection, textOf, type WrittenValue } from './written-section.ts'

const keys = ['name', 'role', 'email', 'phone', 'notifiers']
const contactsMax = 50
const notifiersMax = 10

export function readContacts(value: WrittenValue, problems: Problems): readonly Contact[] {
  const seen = new Set<string>()
  return itemsOf(value, contactsMax, problems).map((item) => {
    const section = openSection(item, keys, problems)
    const name = section.of('name')
    const contact: Contact = {
      name: textOf(name, ''),
      role: textOf(section.of('role'), ''),
      email: readEmail(section.of('email')),
      phone: readPhone(section.of('phone')),
      notifiers: itemsOf(section.of('notifiers'), notifiersMax, problems).map((one) => textOf(one, '')),
    }
    if (name.value === undefined) name.refuse('is missing', 'name the person or the rota')
    else if (seen.has(contact.name)) name.refuse(`two contacts are called ${contact.name}`, 'rename one')
    seen.add(contact.name)
    const ways = ['email', 'phone', 'notifiers'].map((key) => section.of(key).value)
    if (ways.every((way) => way === undefined || (Array.isArray(way) && way.length === 0)))
      item.refuse('nobody can reach this contact', 'give an email, a phone or notifiers')
    return contact
  })
}

/** Letters on the keys of a telephone are no number: which digits they stand for differs, and no system dials them. */
function readPhone(value: WrittenValue): string | null {
  const text = textOf(value, '')
  if (text === '') return null
  const mend = 'give it with the country first, e.g. +1 415 555 0123'
  if (typeof value.value === 'number' || !text.startsWith('+'))
    value.refuse('is not an international number', `${mend}, in quotation marks`)
  else if (!/^\+[0-9 ().-]{4,30}$/.test(text))
    value.refuse('cannot be dialled: there is more in it than digits', mend)
  else {
    const number = parsePhoneNumberFromString(text)
    if (number?.isValid() === true) return number.number
    value.refuse('cannot be dialled: no country has such a number', mend)
  }
  return null
}

/** The shape that mail servers take; whether somebody reads it, `autogen-bot notify test` shows. */
function readEmail(value: WrittenValue): string | null {
  const text = textOf(value, '')
  if (text === '') return null
  const [, local = '', domain = ''] = /^([^\s@<>"(),:;[\]\\]{1,64})@([^\s@]{1,190})$/.exec(text) ?? []
  const labels = domain.split('.')
  const isDomain =
    labels.length > 1 &&
    labels.every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(label))
  if (isDomain && !/^\.|\.\.|\.$/.test(local)) return text
  value.refuse('is not an address for e-mail', 'give one such as oncall@example.com')
  return null
}
