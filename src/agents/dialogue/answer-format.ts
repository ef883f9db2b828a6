/** From a zod schema to what providers ask for, and to problems that a model can mend. */
import { z } from 'zod'
import { fail, succeed } from '../../domain/outcome.ts'
import { checkShape } from '../../domain/shape/check-shape.ts'
import type { AnswerFormat } from '../calls/calls.ts'

const problemsMax = 12

/** @param name letters, digits, `_` and `-` */
export function answerFormat<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): AnswerFormat<z.infer<Schema>> {
  return {
    name,
    schema: strict(z.toJSONSchema(schema, { io: 'output', target: 'draft-7' })),
    parse: (value) => {
      const read = checkShape(schema, value)
      if (read === null) return fail(['A text or a list was asked for where it has something else.'])
      return read.success ? succeed(read.data) : fail(problemsOf(read.error))
    },
  }
}

/**
 * What every provider's strict mode takes: each property is required, no others, and no bounds (they differ between
 * providers, and ours are checked when the answer is here).
 */
function strict(schema: unknown): Readonly<Record<string, unknown>> {
  return walk(schema) as Readonly<Record<string, unknown>>
}

const kept: ReadonlySet<string> = new Set(['type', 'enum', 'items', 'anyOf', 'description'])

function walk(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(walk)
  if (typeof value !== 'object' || value === null) return value
  const rest = Object.entries(value).flatMap(([key, inner]) => (kept.has(key) ? [[key, walk(inner)]] : []))
  if (!('properties' in value)) return Object.fromEntries(rest)
  const properties = Object.entries(value.properties as Readonly<Record<string, unknown>>)
  return {
    ...Object.fromEntries(rest),
    properties: Object.fromEntries(properties.map(([key, inner]) => [key, walk(inner)])),
    required: properties.map(([key]) => key),
    additionalProperties: false,
  }
}

function problemsOf({ issues }: z.ZodError): readonly string[] {
  const problems = issues.map(({ path, message }) => `${placeOf(path)}: ${message}`)
  if (problems.length <= problemsMax) return problems
  return [...problems.slice(0, problemsMax), `and ${problems.length - problemsMax} more`]
}

/** `findings[0].line` */
function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return place === '' ? 'the answer' : place.replace(/^\./, '')
}
