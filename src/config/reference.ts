/** The reference of `.autogen-bot.yaml`: pure functions from the schema to the text of the files under `docs/reference`. */
import { formatByteSize } from './byte-size.ts'
import { configJsonSchema, type JsonSchema } from './config-schema.ts'
import { configFileName } from './review-config.ts'

/** For editors: completion and checks while the file is written. */
export function configSchemaText(): string {
  const { $schema, ...rest } = configJsonSchema()
  return `${JSON.stringify({ $schema, title: configFileName, ...rest }, null, 2)}\n`
}

/** `docs/reference/configuration.md` */
export function configReferenceText(): string {
  const schema = configJsonSchema()
  const sections = Object.entries(schema.properties ?? {}).map(([key, inner]) =>
    sectionText(key, schemaOf(inner)),
  )
  return `${[introduction, ...sections, globText].join('\n\n')}\n`
}

const introduction = `<!-- Generated from src/config/config-schema.ts. -->
# Configuration

\`${configFileName}\` at the root of a repository says how it wants to be reviewed. It is read from the base of a change,
so that no change sets the rules of its own review. Every key may be left out. A key that is not listed here is an error,
reported with its line, its column and the key that comes nearest.

\`\`\`yaml
paths:
  exclude: ['**/testdata/**', 'third_party/**']
severity:
  threshold: medium
rules:
  oxlint/*: off
  ruff/S101: low
limits:
  fileBytesMax: 2MiB
instructions:
  - paths: ['src/billing/**']
    text: Amounts are whole cents; a floating-point number here is a defect.
\`\`\`

\`autogen-bot config validate\` checks the file, \`autogen-bot config show\` prints every setting and where it comes from.`

const globText = `## Patterns for paths

A pattern is matched against the whole path from the root of the repository, with \`/\` between names, and a name that
begins with a dot is a name like any other.

| write | for |
|---|---|
| \`*\` | any characters inside one name |
| \`**\` | any number of folders, none too; at the end, everything inside; alone between slashes |
| \`?\` | one character |
| \`[a-z]\`, \`[!a-z]\` | one character of these, or none of these |
| \`{a,b}\` | one of the choices |

Groups in parentheses, backslashes and a \`!\` in front are refused: matching stays as fast for a hostile pattern as for any other.`

function sectionText(key: string, schema: JsonSchema): string {
  const rows = schema.properties === undefined ? [[key, schema] as const] : leavesOf(key, schema)
  const table = rows.map(
    ([name, leaf]) =>
      `| \`${name}\` | ${typeWords(leaf)} | ${defaultWords(name, leaf)} | ${cell(leaf.description ?? '')} |`,
  )
  const lead = schema.properties === undefined ? '' : `${schema.description ?? ''}\n\n`
  return `## ${key}\n\n${lead}| key | type | default | |\n|---|---|---|---|\n${table.join('\n')}${itemText(schema)}`
}

/** A map among them is followed by its own. */
function leavesOf(key: string, schema: JsonSchema): (readonly [string, JsonSchema])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([leaf, value]) => {
    const inner = schemaOf(value)
    return [[`${key}.${leaf}`, inner] as const, ...leavesOf(`${key}.${leaf}`, inner)]
  })
}

/** What the maps inside a list or under free keys may hold. */
function itemText(schema: JsonSchema): string {
  const inner = [schema.items, schema.additionalProperties].filter(
    (one) => typeof one === 'object' && !Array.isArray(one),
  )
  const maps = inner
    .flatMap((one) => [schemaOf(one), ...(schemaOf(one).anyOf ?? []).map(schemaOf)])
    .filter((one) => one.properties)
  const rows = maps
    .flatMap((map) => Object.entries(map.properties ?? {}))
    .map(
      ([key, leaf]) =>
        `| \`${key}\` | ${typeWords(schemaOf(leaf))} | ${cell(schemaOf(leaf).description ?? '')} |`,
    )
  return rows.length === 0 ? '' : `\n\nEach map in it:\n\n| key | type | |\n|---|---|---|\n${rows.join('\n')}`
}

function typeWords(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ')
  if (schema.anyOf !== undefined) return schema.anyOf.map((one) => typeWords(schemaOf(one))).join(' or ')
  if (schema.type === 'array') return `list of: ${typeWords(schemaOf(schema.items))}`
  if (schema.type === 'integer') return `whole number, ${schema.minimum} to ${schema.maximum}`
  if (schema.type === 'object' && schema.additionalProperties)
    return `map to: ${typeWords(schemaOf(schema.additionalProperties))}`
  if (schema.type === 'object') return 'map'
  return schema.type === 'string' ? 'text' : String(schema.type)
}

function defaultWords(key: string, schema: JsonSchema): string {
  if (schema.default === undefined || schema.properties !== undefined) return ''
  const exact = `\`${JSON.stringify(schema.default)}\``
  return key.endsWith('BytesMax') ? `${exact} (${formatByteSize(Number(schema.default))})` : exact
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

function schemaOf(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? (value as JsonSchema) : {}
}
