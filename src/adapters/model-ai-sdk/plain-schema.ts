/**
 * A JSON Schema in the part of the language that every provider takes: kinds, names, choices. Bounds of length, number
 * and form are left out; an answer is checked against them when it is here. A schema that needs more than that
 * (references, open objects) cannot be asked for, and the answer is asked for in words.
 */
import type { JSONSchema7 } from 'ai'

/** @returns null when it cannot be said in that part */
export function plainSchema(schema: Readonly<Record<string, unknown>>): JSONSchema7 | null {
  try {
    return plain(schema, 0)
  } catch (error) {
    if (error instanceof NotPlain) return null
    throw error
  }
}

class NotPlain extends Error {}

const depthMax = 12

function plain(schema: unknown, depth: number): JSONSchema7 {
  if (!isRecord(schema) || depth > depthMax) throw new NotPlain()
  if ('$ref' in schema || 'allOf' in schema || 'not' in schema) throw new NotPlain()
  const { type, description, properties, items } = schema
  const choices = schema.anyOf ?? schema.oneOf
  return {
    ...(isType(type) ? { type } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(Array.isArray(schema.enum) ? { enum: schema.enum } : {}),
    ...('const' in schema ? { enum: [schema.const as string] } : {}),
    ...(Array.isArray(choices) ? { anyOf: choices.map((choice) => plain(choice, depth + 1)) } : {}),
    ...(items === undefined ? {} : { items: plain(items, depth + 1) }),
    ...(isObject(type) ? object(properties, schema.required, depth) : {}),
  }
}

/** Where all that may stand is named, and has to stand: what strict modes ask for. */
function object(properties: unknown, required: unknown, depth: number): JSONSchema7 {
  const names = isRecord(properties) ? Object.keys(properties) : []
  const isClosed =
    names.length > 0 && Array.isArray(required) && names.every((name) => required.includes(name))
  if (!isClosed || !isRecord(properties)) throw new NotPlain()
  return {
    properties: Object.fromEntries(names.map((name) => [name, plain(properties[name], depth + 1)])),
    required: names,
    additionalProperties: false,
  }
}

function isObject(type: unknown): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object'))
}

function isType(type: unknown): type is NonNullable<JSONSchema7['type']> {
  return typeof type === 'string' || Array.isArray(type)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
