/** The list `models.providers` of the service's file: whom models are asked of, and with which key. */
import { type ProviderConfig, type ProviderKind, providerKinds } from './models-config.ts'
import { type Problems, type ServiceConfigSources, secretFile } from './option-value.ts'
import { providerAddress } from './provider-address.ts'
import {
  integerOf,
  itemsOf,
  openSection,
  textOf,
  type WrittenSection,
  type WrittenValue,
} from './written-section.ts'

const providersMax = 20
const keys = ['name', 'kind', 'url', 'keyFile', 'keyEnv', 'region', 'atOnceMax', 'key']
export const atOnceDefault = 4

/** Where each kind's own tools look for the key. */
export const usualKeyEnv: Readonly<Record<ProviderKind, string | null>> = {
  openai: 'OPENAI_API_KEY',
  'openai-chat': 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  google: 'GOOGLE_GENERATIVE_AI_API_KEY',
  bedrock: 'AWS_BEARER_TOKEN_BEDROCK',
  'openai-compatible': null,
}

export function readProviders(
  list: WrittenValue,
  sources: ServiceConfigSources,
  problems: Problems,
): readonly ProviderConfig[] {
  const seen = new Set<string>()
  return itemsOf(list, providersMax, problems).flatMap((item) => {
    const before = problems.length
    const section = openSection(item, keys, problems)
    const kind = kindOf(section.of('kind'))
    if (kind === null) return []
    const name = nameOf(section.of('name'), seen)
    const url = addressOf(section.of('url'), kind)
    const provider = {
      name,
      kind,
      url,
      key: keyOf(section, kind, url, sources, problems),
      region: kind === 'bedrock' ? regionOf(section.of('region'), url, sources.env) : null,
      atOnceMax: integerOf(section.of('atOnceMax'), { min: 1, max: 64, otherwise: atOnceDefault }),
    }
    return problems.length === before ? [provider] : []
  })
}

/** Read before the rest, because it says what the rest has to be. */
function kindOf({ value, refuse }: WrittenValue): ProviderKind | null {
  const kind = providerKinds.find((one) => one === value)
  if (kind === undefined)
    refuse(
      value === undefined ? 'is missing' : 'is none of the choices',
      `give one of ${providerKinds.join(', ')}`,
    )
  return kind ?? null
}

function nameOf(value: WrittenValue, seen: Set<string>): string {
  const name = textOf(value, '')
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) value.refuse('is not a name', 'use small letters, digits and `-`')
  else if (seen.has(name)) value.refuse(`two providers are called ${name}`, 'rename one')
  seen.add(name)
  return name
}

function addressOf(value: WrittenValue, kind: ProviderKind): string | null {
  if (value.value !== undefined) return providerAddress(textOf(value, ''), value)
  if (kind === 'openai-compatible')
    value.refuse('is missing', 'give the address, such as http://127.0.0.1:11434/v1')
  return null
}

/** At the provider's own address a key is needed; a server of one's own may do without. */
function keyOf(
  section: WrittenSection,
  kind: ProviderKind,
  url: string | null,
  sources: ServiceConfigSources,
  problems: Problems,
): string | null {
  const [direct, file, env] = [section.of('key'), section.of('keyFile'), section.of('keyEnv')]
  if (direct.value !== undefined) {
    direct.refuse('a secret does not belong into this file', 'use `keyFile` or `keyEnv`')
    return null
  }
  if (file.value !== undefined)
    return checkedKey(secretFile({ where: file.where, text: textOf(file, '') }, sources, problems), file)
  if (env.value !== undefined) {
    const key = sources.env[textOf(env, '')]
    if (!key) env.refuse('there is no such variable in the environment', 'set it, or correct its name')
    return checkedKey(key || null, env)
  }
  const usual = usualKeyEnv[kind]
  const key = url === null && usual !== null ? sources.env[usual] : undefined
  if (key) return checkedKey(key, env)
  if (url === null && !key && kind !== 'bedrock' && usual !== null)
    file.refuse('is missing', `name a file that holds the key, or a variable with keyEnv, or set ${usual}`)
  return null
}

/** It becomes a header: what cannot stand there would fail later, with the key in the complaint. */
export function checkedKey(key: string | null, { refuse }: Pick<WrittenValue, 'refuse'>): string | null {
  if (key !== null && !/^[\x21-\x7e]{1,4096}$/.test(key))
    refuse('is not a key: it has blanks or other characters that no key has', 'give the key alone')
  return key
}

function regionOf(value: WrittenValue, url: string | null, env: ServiceConfigSources['env']): string | null {
  const region = textOf(value, env.AWS_REGION || env.AWS_DEFAULT_REGION || '')
  if (region === '' && url !== null) return null
  if (!/^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/.test(region))
    value.refuse('is not a region of AWS', 'give one such as eu-central-1, or set AWS_REGION')
  return region
}
