/**
 * The section `notifiers` of the service's file: each way to reach people complete, or named with what it lacks. What is
 * secret is read from a file or from the environment, and an address that would carry it in clear is refused.
 */

import { nonLoopbackHttp } from '../../domain/notification/address.ts'
import type { NotifierConfig } from './notifier-config.ts'
import { type Problems, type ServiceConfigSources, secretFile } from './option-value.ts'
import type { AppConfig } from './service-config.ts'
import {
  flagOf,
  itemsOf,
  openSection,
  textOf,
  type WrittenSection,
  type WrittenValue,
  writtenAt,
} from './written-section.ts'

type Kind = NotifierConfig['kind']

const notifiersMax = 20
const recipientsMax = 20

/** By kind: what may stand there besides `name`, `kind` and `channel`. */
const keysOf: Readonly<Record<Kind, readonly string[]>> = {
  slack: ['urlFile', 'urlEnv'],
  webhook: ['url', 'urlFile', 'urlEnv', 'secretFile', 'secretEnv'],
  email: ['smtpUrlFile', 'smtpUrlEnv', 'from', 'to'],
  pagerduty: ['routingKeyFile', 'routingKeyEnv', 'apiUrl'],
  opsgenie: ['apiKeyFile', 'apiKeyEnv', 'apiUrl'],
  goalert: ['tokenFile', 'tokenEnv', 'apiUrl'],
  'github-issue': ['app', 'repository'],
}
const kinds = Object.keys(keysOf) as Kind[]

interface Reading {
  readonly section: WrittenSection
  readonly sources: ServiceConfigSources
  readonly apps: readonly AppConfig[]
  readonly problems: Problems
}

/** @param value what stands under `notifiers` */
export function readNotifiers(
  value: unknown,
  sources: ServiceConfigSources,
  apps: readonly AppConfig[],
  problems: Problems,
): readonly NotifierConfig[] {
  const where = `${sources.file?.name ?? ''}: notifiers`
  const seen = new Set<string>()
  return itemsOf(writtenAt(where, value ?? undefined, problems), notifiersMax, problems).flatMap((item) => {
    const before = problems.length
    const kind = kindOf(item, problems)
    if (kind === null) return []
    const section = openSection(item, ['name', 'kind', 'channel', ...keysOf[kind]], problems)
    const name = nameOf(section.of('name'), seen)
    const isChannel = flagOf(section.of('channel'), false)
    if (isChannel && (kind === 'pagerduty' || kind === 'goalert'))
      section.of('channel').refuse(`${kind} takes pages, no news`, 'make another notifier the channel')
    const config = { name, isChannel, ...readKind(kind, { section, sources, apps, problems }) }
    return problems.length === before ? [config as NotifierConfig] : []
  })
}

/** Read before the rest, because it says what the rest may be. */
function kindOf(item: WrittenValue, problems: Problems): Kind | null {
  if (typeof item.value !== 'object' || item.value === null) {
    openSection(item, ['name', 'kind'], problems)
    return null
  }
  const written = 'kind' in item.value ? item.value.kind : undefined
  const kind = kinds.find((one) => one === written)
  if (kind !== undefined) return kind
  problems.push({
    where: `${item.where}.kind`,
    wrong: written === undefined ? 'is missing' : 'is none of the choices',
    mend: `give one of ${kinds.join(', ')}`,
  })
  return null
}

function nameOf(value: WrittenValue, seen: Set<string>): string {
  const name = textOf(value, '')
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) value.refuse('is not a name', 'use small letters, digits and `-`')
  else if (seen.has(name)) value.refuse(`two notifiers are called ${name}`, 'rename one')
  seen.add(name)
  return name
}

function readKind(kind: Kind, reading: Reading): Readonly<Record<string, unknown>> {
  const { section } = reading
  switch (kind) {
    case 'slack':
      return { kind, url: secretAddress(reading, 'url') }
    case 'webhook': {
      const isPlain = section.of('url').value !== undefined
      const url = isPlain ? address(section.of('url'), '') : secretAddress(reading, 'url')
      return { kind, url, secret: secret(reading, 'secret') }
    }
    case 'email':
      return {
        kind,
        smtpUrl: smtpAddress(reading),
        from: mailbox(section.of('from'), 'the address that the mail comes from'),
        to: recipients(section.of('to'), reading.problems),
      }
    case 'pagerduty':
      return {
        kind,
        routingKey: secret(reading, 'routingKey'),
        apiUrl: address(section.of('apiUrl'), 'https://events.pagerduty.com'),
      }
    case 'opsgenie':
      return {
        kind,
        apiKey: secret(reading, 'apiKey'),
        apiUrl: address(section.of('apiUrl'), 'https://api.opsgenie.com'),
      }
    case 'goalert':
      return { kind, token: secret(reading, 'token'), apiUrl: address(section.of('apiUrl'), '') }
    case 'github-issue':
      return { kind, ...place(reading) }
  }
}

/** From `<key>File` or the variable that `<key>Env` names. */
function secret({ section, sources, problems }: Reading, key: string): string {
  const file = section.of(`${key}File`)
  const env = section.of(`${key}Env`)
  if (file.value !== undefined)
    return secretFile({ where: file.where, text: textOf(file, '') }, sources, problems) ?? ''
  const text = env.value === undefined ? '' : (sources.env[textOf(env, '')] ?? '')
  if (text !== '') return text
  if (env.value === undefined)
    file.refuse('is missing', `name a file that holds it, or a variable with ${key}Env`)
  else env.refuse('there is no such variable in the environment', 'set it, or correct its name')
  return ''
}

function secretAddress(reading: Reading, key: string): string {
  const before = reading.problems.length
  const text = secret(reading, key)
  return reading.problems.length > before
    ? ''
    : checkedAddress(
        text,
        reading.section.of(`${key}${reading.section.of(`${key}File`).value === undefined ? 'Env' : 'File'}`),
      )
}

function address(value: WrittenValue, otherwise: string): string {
  const text = textOf(value, otherwise)
  if (text !== '') return checkedAddress(text, value)
  if (value.value === undefined) value.refuse('is missing', 'give the address, https://...')
  return ''
}

function checkedAddress(text: string, { refuse }: WrittenValue): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) refuse('is not an address', 'give https://...')
  else if (url.username !== '' || url.password !== '')
    refuse('has credentials in it', 'give them as the settings for secrets')
  else if (nonLoopbackHttp(url)) refuse('would send in clear', 'use https://')
  return text.replace(/\/+$/, '')
}

function smtpAddress(reading: Reading): string {
  const before = reading.problems.length
  const text = secret(reading, 'smtpUrl')
  if (reading.problems.length > before) return ''
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    reading.section
      .of('smtpUrlFile')
      .refuse('is not the address of a mail server', 'give smtps://user:password@host or smtp://...:587')
  return text
}

const mailboxForm = /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]{1,190}$/

function mailbox(value: WrittenValue, what: string): string {
  const text = textOf(value, '')
  if (!mailboxForm.test(text)) value.refuse('is not an address for e-mail', `give ${what}`)
  return text
}

function recipients(value: WrittenValue, problems: Problems): readonly string[] {
  const list = itemsOf(value, recipientsMax, problems)
  if (list.length === 0) value.refuse('nobody would get the mail', 'list at least one address')
  return list.map((one) => mailbox(one, 'one such as oncall@example.com'))
}

function place({ section, apps }: Reading): { readonly app: string; readonly repository: string } {
  const app = textOf(section.of('app'), apps[0]?.name ?? 'main')
  const repository = textOf(section.of('repository'), '')
  if (!apps.some(({ name }) => name === app))
    section.of('app').refuse(`there is no App called ${app}`, 'name one of this service')
  if (!/^[A-Za-z0-9-]{1,100}\/[A-Za-z0-9._-]{1,100}$/.test(repository))
    section.of('repository').refuse('is not a repository', 'give owner/name')
  return { app, repository }
}
