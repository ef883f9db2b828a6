/** Turns what the schema says of a value into words for the file's author, with the key they most likely meant. */
import type { z } from 'zod'
import type { JsonSchema } from './config-schema.ts'
import { nearestKey } from './nearest-key.ts'

export interface ExplainedIssue {
  readonly path: readonly PropertyKey[]
  /** Whether the key itself is wrong, rather than its value. */
  readonly atKey: boolean
  readonly wrong: string
  readonly mend: string
  readonly nearest: string | null
}

/** Values with a format are sizes and languages; rule ids are keys. */
const sizeMend = 'write bytes as a number, or text such as 1MiB or 500KB'
const languageMend = 'write one such as en, de or pt-BR'

type Issue = z.core.$ZodIssue

export function explainIssue(issue: Issue, schema: JsonSchema): readonly ExplainedIssue[] {
  const at = (wrong: string, mend: string, nearest: string | null = null): readonly ExplainedIssue[] => [
    { path: issue.path, atKey: false, wrong, mend, nearest },
  ]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(issue.path, key, schema))
    case 'invalid_key':
      return [
        {
          path: issue.path,
          atKey: true,
          wrong: 'is not a rule id or pattern',
          mend: 'write analyser/rule-id or analyser/*',
          nearest: null,
        },
      ]
    case 'invalid_type':
      return at(
        `must be ${expectedWords(issue.expected)}, but is ${inputWords(issue.input)}`,
        mendOfType(issue.expected, issue.input),
      )
    case 'invalid_value': {
      const choices = issue.values.map(String)
      const nearest = typeof issue.input === 'string' ? nearestKey(issue.input, choices) : null
      return at(
        `must be ${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}, but is ${inputWords(issue.input)}`,
        'choose one of these',
        nearest,
      )
    }
    case 'too_small':
    case 'too_big':
      return at(boundWords(issue), 'change it to fit')
    case 'invalid_union':
      return explainUnion(issue, schema)
    case 'custom':
      return at(issue.message, typeof issue.params?.mend === 'string' ? issue.params.mend : 'change it')
    case 'invalid_format':
      return at(
        `${issue.message}: ${inputWords(issue.input)}`,
        issue.message === 'is not a language tag' ? languageMend : sizeMend,
      )
    default:
      return at(issue.message, 'change it')
  }
}

/** The branch that fits the kind of value, if there is one; else all branches together. */
function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  schema: JsonSchema,
): readonly ExplainedIssue[] {
  const branches: readonly (readonly Issue[])[] = issue.errors ?? []
  const fitting = branches.find((branch) =>
    branch.every(
      (inner) =>
        inner.path.length > 0 ||
        inner.code === 'unrecognized_keys' ||
        inner.code === 'too_small' ||
        inner.code === 'too_big',
    ),
  )
  if (fitting !== undefined)
    return fitting.flatMap((inner) =>
      explainIssue({ ...inner, path: [...issue.path, ...inner.path] }, schema),
    )
  const choices = branches
    .flat()
    .flatMap((inner) => (inner.code === 'invalid_value' ? inner.values.map(String) : []))
  const nearest = typeof issue.input === 'string' ? nearestKey(issue.input, choices) : null
  const [wrong, mend] =
    choices.length > 0
      ? [`must be one of ${choices.join(', ')}, or a map of settings`, 'choose one of these']
      : ['must be a size', sizeMend]
  return [
    { path: issue.path, atKey: false, wrong: `${wrong}, but is ${inputWords(issue.input)}`, mend, nearest },
  ]
}

function unknownKey(path: readonly PropertyKey[], key: string, schema: JsonSchema): ExplainedIssue {
  const known = keysAt(schema, path)
  const nearest = nearestKey(key, known)
  const home = nearest === null ? homesOf(key, schema, path) : null
  const mend =
    home !== null
      ? `it belongs under \`${home}\``
      : known.length > 0
        ? `known here: ${known.join(', ')}`
        : 'remove it'
  return { path: [...path, key], atKey: true, wrong: `unknown key \`${key.slice(0, 100)}\``, mend, nearest }
}

/** The section that has such a key, when it was written a level too high or too low. */
function homesOf(key: string, schema: JsonSchema, path: readonly PropertyKey[]): string | null {
  if (path.length > 0 && keysAt(schema, []).includes(key)) return 'the top level'
  const homes = keysAt(schema, []).filter(
    (section) => section !== path[0] && keysAt(schema, [section]).includes(key),
  )
  return homes.length > 0 ? homes.join('` or `') : null
}

function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): readonly string[] {
  let at: JsonSchema | undefined = schema
  for (const part of path) {
    const next: unknown =
      typeof part === 'number' ? at?.items : (at?.properties?.[String(part)] ?? at?.additionalProperties)
    at = typeof next === 'object' && next !== null && !Array.isArray(next) ? (next as JsonSchema) : undefined
  }
  const maps = [at, ...(at?.anyOf ?? [])].filter((one): one is JsonSchema => typeof one === 'object')
  return maps.flatMap((one) => Object.keys(one.properties ?? {}))
}

const typeWords: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map',
  record: 'a map',
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

function expectedWords(expected: string): string {
  return typeWords[expected] ?? expected
}

function mendOfType(expected: string, input: unknown): string {
  if (input === undefined) return 'add it'
  if (expected === 'array') return 'put "- " before each item, on lines of their own'
  if (typeof input === 'string' && expected !== 'object')
    return `write ${expectedWords(expected)}, without quotes`
  if (expected === 'string') return 'put it in quotes'
  if (expected === 'object' || expected === 'record') return 'write keys below it, indented by two spaces'
  return `write ${expectedWords(expected)}`
}

function inputWords(input: unknown): string {
  if (input === undefined) return 'missing'
  if (input === null) return 'empty'
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'object') return 'a map'
  return typeof input === 'string'
    ? `the text \`${input.slice(0, 60)}\``
    : `the ${typeof input} ${String(input)}`
}

function boundWords(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const [side, bound] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum]
  const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' items' : ''
  return `must ${unit === '' ? 'be' : 'have'} ${side} ${bound}${bound === 1 ? unit.slice(0, -1) : unit}`
}
