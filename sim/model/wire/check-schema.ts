/** The part of JSON Schema's rules that every provider insists on before it looks at a request. */
import { BadRequest } from './question.ts'

type Json = Readonly<Record<string, unknown>>

const toolName = /^[a-zA-Z0-9_-]{1,64}$/
const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'])

export function checkTool(name: unknown, schema: unknown): { readonly name: string; readonly schema: Json } {
  if (typeof name !== 'string' || !toolName.test(name)) {
    throw new BadRequest(`Invalid tool name: ${JSON.stringify(name)}. It must match ${toolName.source}`)
  }
  if (!isObject(schema) || schema.type !== 'object') {
    throw new BadRequest(
      `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"'`,
    )
  }
  checkSchema(schema, `function '${name}'`, '()')
  return { name, schema }
}

/** @param where for the message, e.g. `response_format 'findings'` */
export function checkSchema(schema: Json, where: string, context: string, isStrict = false): void {
  const problem = (text: string) =>
    new BadRequest(`Invalid schema for ${where}: In context=${context}, ${text}`)
  const type = schema.type
  for (const one of Array.isArray(type) ? type : type === undefined ? [] : [type]) {
    if (typeof one !== 'string' || !types.has(one)) throw problem(`'${String(one)}' is not a valid type`)
  }
  const properties = schema.properties
  if (properties !== undefined) {
    if (!isObject(properties)) throw problem(`'properties' must be an object`)
    const required = schema.required ?? []
    if (!Array.isArray(required)) throw problem(`'required' must be an array`)
    const missing = required.find((key) => !(String(key) in properties))
    if (missing !== undefined) throw problem(`'required' names '${String(missing)}', which is not a property`)
    if (isStrict) checkStrictObject(schema, properties, required, problem)
    for (const [key, value] of Object.entries(properties)) {
      if (!isObject(value)) throw problem(`the property '${key}' must be a schema`)
      checkSchema(value, where, `('properties', '${key}')`, isStrict)
    }
  }
  if (schema.type === 'array' && isStrict && !isObject(schema.items))
    throw problem(`array schema missing items`)
  if (isObject(schema.items)) checkSchema(schema.items, where, `${context}.items`, isStrict)
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const parts = schema[key]
    if (!Array.isArray(parts)) continue
    if (isStrict && key !== 'anyOf') throw problem(`'${key}' is not permitted`)
    for (const part of parts) if (isObject(part)) checkSchema(part, where, `${context}.${key}`, isStrict)
  }
}

function checkStrictObject(
  schema: Json,
  properties: Json,
  required: readonly unknown[],
  problem: (text: string) => BadRequest,
): void {
  if (schema.additionalProperties !== false) {
    throw problem(`'additionalProperties' is required to be supplied and to be false`)
  }
  const left = Object.keys(properties).find((key) => !required.includes(key))
  if (left !== undefined) {
    throw problem(
      `'required' is required to be supplied and to be an array including every key in properties. Missing '${left}'`,
    )
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
