/** From the schemas of OpenAPI 3.0 to those of JSON Schema, as far as GitHub's description needs it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** Words for people, which would make the file four times as long. */
const leftOut: ReadonlySet<string> = new Set([
  'description',
  'title',
  'example',
  'examples',
  'externalDocs',
  'x-github',
])

/** @param isProperties the object's keys are names of properties, not words of the schema language */
export function toJsonSchema(schema: Json, isProperties = false): Json {
  if (Array.isArray(schema)) return schema.map((one: Json) => toJsonSchema(one))
  if (!isObject(schema)) return schema
  const entries = Object.entries(schema)
    .filter(([key]) => isProperties || !leftOut.has(key))
    .map(([key, value]): [string, Json] => {
      if (!isProperties && (key === 'enum' || key === 'default' || key === 'required')) return [key, value]
      return [key, toJsonSchema(value, !isProperties && key === 'properties')]
    })
  const converted: JsonObject = Object.fromEntries(entries)
  return isProperties ? converted : withNull(converted)
}

/** `nullable` says that null is good as well, whatever the rest says. */
function withNull({ nullable, ...rest }: JsonObject): JsonObject {
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @returns the names of the component schemas that a schema refers to, itself or through others */
export function schemasBehind(start: Json, all: JsonObject): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting: Json[] = [start]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) waiting.push(...next)
    else if (isObject(next)) {
      const name = typeof next.$ref === 'string' ? componentName(next.$ref) : null
      if (name !== null && !found.has(name)) {
        found.add(name)
        const schema = all[name]
        if (schema === undefined) throw new Error(`the description lacks ${name}`)
        waiting.push(schema)
      }
      waiting.push(...Object.values(next))
    }
  }
  return found
}

function componentName(reference: string): string | null {
  const prefix = '#/components/schemas/'
  return reference.startsWith(prefix) ? reference.slice(prefix.length) : null
}
