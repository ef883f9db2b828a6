/** The GitHub Apps of a service: each one complete, or named with what it lacks. */
import type { AppName } from '../../domain/repository/repository.ts'
import {
  isSection,
  type Problems,
  parseValue,
  type ServiceConfigSources,
  secretFile,
} from './option-value.ts'
import type { AppConfig } from './service-config.ts'
import { type ServiceKey, type ServiceOption, serviceOptions } from './service-options.ts'

/** The App that the `app.` settings describe, if they do. */
export function singleApp(
  text: (key: ServiceKey) => string | null,
  number: (key: ServiceKey) => number,
  sources: ServiceConfigSources,
  problems: Problems,
): readonly AppConfig[] {
  const id = text('app.id')
  const privateKey = text('app.privateKey')
  const secrets = [text('app.webhookSecret'), text('app.webhookSecretPrevious')]
  const apiUrl = text('app.apiUrl') ?? ''
  if (id === null && privateKey === null && secrets[0] === null) return []
  const app = {
    name: 'main',
    id,
    apiUrl,
    privateKey,
    secrets,
    writeSpacingMs: number('app.writeSpacingMs'),
  }
  const where = sources.file === null ? 'the environment' : `the environment or ${sources.file.name}`
  return completeApp(app, where, problems, {
    id: 'AUTOGEN_APP_ID',
    privateKey: 'AUTOGEN_APP_PRIVATE_KEY_FILE',
    secret: 'AUTOGEN_WEBHOOK_SECRET_FILE',
  })
}

const appKeys = [
  'name',
  'id',
  'apiUrl',
  'privateKeyFile',
  'webhookSecretFile',
  'webhookSecretPreviousFile',
  'writeSpacingMs',
]

/** Those of the list `apps`. */
export function listedApps(
  listed: unknown,
  sources: ServiceConfigSources,
  writeSpacingMs: number,
  problems: Problems,
): readonly AppConfig[] {
  if (listed === undefined || listed === null) return []
  const name = sources.file?.name ?? ''
  if (!Array.isArray(listed) || listed.length > 50 || !listed.every(isSection)) {
    problems.push({
      where: `${name}: apps`,
      wrong: 'is not a list of up to 50 Apps',
      mend: 'see docs/setup.md',
    })
    return []
  }
  return listed.flatMap((app: Record<string, unknown>, at) => {
    const where = `${name}: apps[${at}]`
    for (const key of Object.keys(app)) {
      if (!appKeys.includes(key))
        problems.push({
          where: `${where}.${key}`,
          wrong: 'there is no such setting',
          mend: `use ${appKeys.join(', ')}`,
        })
    }
    const secret = (key: string) =>
      app[key] === undefined
        ? null
        : secretFile({ where: `${where}.${key}`, text: String(app[key]) }, sources, problems)
    const settingOf = (
      key: 'app.apiUrl' | 'app.writeSpacingMs',
      written: unknown,
      otherwise: string | number,
    ) => {
      const option = serviceOptions.find((one) => one.key === key) as ServiceOption
      if (written === undefined || option.value.kind === 'secret') return otherwise
      return parseValue(option.value, { where: `${where}.${key.slice(4)}`, text: String(written) }, problems)
    }
    return completeApp(
      {
        name: String(app.name ?? ''),
        id: app.id === undefined ? null : String(app.id),
        apiUrl: String(settingOf('app.apiUrl', app.apiUrl, 'https://api.github.com')),
        privateKey: secret('privateKeyFile'),
        secrets: [secret('webhookSecretFile'), secret('webhookSecretPreviousFile')],
        writeSpacingMs: Number(settingOf('app.writeSpacingMs', app.writeSpacingMs, writeSpacingMs)),
      },
      where,
      problems,
      { id: 'id', privateKey: 'privateKeyFile', secret: 'webhookSecretFile' },
    )
  })
}

interface AppDraft {
  readonly name: string
  readonly id: string | null
  readonly apiUrl: string
  readonly privateKey: string | null
  readonly secrets: readonly (string | null)[]
  readonly writeSpacingMs: number
}

function completeApp(
  app: AppDraft,
  where: string,
  problems: Problems,
  names: { readonly id: string; readonly privateKey: string; readonly secret: string },
): readonly AppConfig[] {
  const before = problems.length
  const lacks = (what: string, mend: string) => problems.push({ where, wrong: `${what} is missing`, mend })
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(app.name))
    problems.push({ where, wrong: 'name is not a name', mend: 'use small letters, digits and `-`' })
  if (app.id === null || !/^[1-9][0-9]{0,14}$/.test(app.id)) lacks(names.id, "give the App's number")
  if (app.privateKey === null) lacks(names.privateKey, 'name the .pem file of the App')
  else if (!app.privateKey.includes('-----BEGIN'))
    problems.push({
      where,
      wrong: `${names.privateKey} is no PEM key`,
      mend: 'download a private key on the App’s page',
    })
  const [secret, previous] = app.secrets
  if (secret === null || secret === undefined)
    lacks(names.secret, 'without it anybody could send webhooks, so the service does not start')
  if (problems.length > before) return []
  return [
    {
      name: app.name as AppName,
      id: Number(app.id),
      apiUrl: app.apiUrl.replace(/\/+$/, ''),
      privateKey: app.privateKey as string,
      webhookSecrets: [secret as string, ...(previous == null ? [] : [previous])],
      writeSpacingMs: app.writeSpacingMs,
    },
  ]
}
