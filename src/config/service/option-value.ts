/** One setting as somebody wrote it, from wherever it was written, to its value or to a problem with a place. */
import { parseByteSize } from '../byte-size.ts'
import { type OptionValue, type ServiceKey, type ServiceOption, serviceOptions } from './service-options.ts'

export interface ServiceConfigSources {
  readonly file: { readonly name: string; readonly text: string } | null
  readonly env: Readonly<Record<string, string | undefined>>
  readonly flags: Readonly<Partial<Record<ServiceKey, string>>>
  /** Text of a file that holds a secret; null when it cannot be read. */
  readonly readSecretFile: (path: string) => string | null
  /** Makes a path absolute. */
  readonly resolvePath: (path: string) => string
}

export interface ServiceConfigProblem {
  /** Where it stands: `AUTOGEN_HTTP_PORT`, `autogen-bot.yaml: http.port`. */
  readonly where: string
  readonly wrong: string
  readonly mend: string
}

/** One value as somebody wrote it. */
export interface Written {
  readonly where: string
  readonly text: string
}

export type Problems = ServiceConfigProblem[]

const secretBytesMax = 64 * 1024

export function optionValue(
  key: ServiceKey,
  flat: ReadonlyMap<string, Written>,
  sources: ServiceConfigSources,
  problems: Problems,
): string | number | null {
  const option: ServiceOption = serviceOptions.find((one) => one.key === key) as ServiceOption
  const flag = sources.flags[key]
  const env = nonEmpty(sources.env[option.env])
  if (option.value.kind === 'secret') return secretValue(option, flat, sources, problems)
  const written: Written | undefined =
    flag !== undefined
      ? { where: `--${key}`, text: flag }
      : env !== undefined
        ? { where: option.env, text: env }
        : flat.get(key)
  return written === undefined ? option.value.default : parseValue(option.value, written, problems)
}

export function parseValue(
  value: Exclude<OptionValue, { kind: 'secret' }>,
  { where, text }: Written,
  problems: Problems,
): string | number {
  const refuse = (wrong: string, mend: string) => {
    problems.push({ where, wrong, mend })
    return value.default ?? ''
  }
  switch (value.kind) {
    case 'text':
      if (value.pattern === undefined || value.pattern.test(text)) return text
      return refuse('is not what it should be', value.mend ?? 'see docs/reference/service.md')
    case 'integer': {
      const number = /^[0-9]{1,12}$/.test(text) ? Number(text) : Number.NaN
      if (number >= value.min && number <= value.max) return number
      return refuse('is out of bounds', `give a whole number from ${value.min} to ${value.max}`)
    }
    case 'bytes': {
      const bytes = /^[0-9]{1,15}$/.test(text) ? Number(text) : parseByteSize(text)
      if (bytes !== null && bytes >= value.min) return bytes
      return refuse('is not a size, or too small', `give at least ${value.min} bytes, e.g. 5GiB`)
    }
    case 'choice':
      if (value.choices.includes(text)) return text
      return refuse('is none of the choices', `give one of ${value.choices.join(', ')}`)
  }
}

function secretValue(
  { key, env }: ServiceOption,
  flat: ReadonlyMap<string, Written>,
  sources: ServiceConfigSources,
  problems: Problems,
): string | null {
  const direct = nonEmpty(sources.env[env])
  if (direct !== undefined) return direct
  const fromEnv = nonEmpty(sources.env[`${env}_FILE`])
  const file = fromEnv === undefined ? flat.get(`${key}File`) : { where: `${env}_FILE`, text: fromEnv }
  return file === undefined ? null : secretFile(file, sources, problems)
}

/** The last line's end does not belong to the secret: every editor adds it. */
export function secretFile(
  { where, text }: Written,
  sources: ServiceConfigSources,
  problems: Problems,
): string | null {
  const content = sources.readSecretFile(sources.resolvePath(text))
  const secret = content?.replace(/\r?\n$/, '') ?? ''
  if (secret !== '' && secret.length <= secretBytesMax) return secret
  problems.push({
    where,
    wrong: content === null ? 'the file cannot be read' : 'the file is empty, or too large for a secret',
    mend: 'name a file that holds the secret and that this user may read',
  })
  return null
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

export function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
