/** Of GitHub's whole description (13 MB) the part that this project uses, ready for a JSON Schema validator. */
import { isObject, type Json, type JsonObject, schemasBehind, toJsonSchema } from './json-schema.ts'

/** Schema of the JSON body, or null where there is none. */
export type BodySchema = JsonObject | null

export interface Operation {
  /** By status, as text. */
  readonly answers: Readonly<Record<string, BodySchema>>
  readonly request: BodySchema
}

export interface ReducedDescription {
  /** By method and path: `GET /repos/{owner}/{repo}`. */
  readonly operations: Readonly<Record<string, Operation>>
  readonly webhooks: Readonly<Record<string, JsonObject>>
  readonly components: { readonly schemas: JsonObject }
}

export interface Wanted {
  readonly operations: readonly string[]
  readonly webhooks: readonly string[]
}

/** What an error looks like where the description does not list its status. */
export const errorSchema: JsonObject = { $ref: '#/components/schemas/basic-error' }

export function reduceDescription(description: Json, wanted: Wanted): ReducedDescription {
  const read = readerOf(description)
  const operations = Object.fromEntries(wanted.operations.map((name) => [name, operationOf(read, name)]))
  const webhooks = Object.fromEntries(
    wanted.webhooks.map((name): [string, JsonObject] => {
      const schema = schemaIn(read, read.at('x-webhooks', name, 'post', 'requestBody'))
      if (schema === null) throw new Error(`the description has no webhook ${name}`)
      return [name, schema]
    }),
  )
  const all = read.at('components', 'schemas') as JsonObject
  const used = [...schemasBehind([operations, webhooks, errorSchema] as unknown as Json, all)]
  return {
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, { answers, request }]) => [
        name,
        {
          request: converted(request),
          answers: Object.fromEntries(
            Object.entries(answers).map(([status, one]) => [status, converted(one)]),
          ),
        },
      ]),
    ),
    webhooks: Object.fromEntries(
      Object.entries(webhooks).map(([name, one]) => [name, toJsonSchema(one) as JsonObject]),
    ),
    components: { schemas: Object.fromEntries(used.map((name) => [name, toJsonSchema(all[name] ?? null)])) },
  }
}

function converted(schema: BodySchema): BodySchema {
  return toJsonSchema(schema) as BodySchema
}

interface Reader {
  at(...keys: readonly string[]): Json
  /** Follows `$ref` where there is one. */
  resolve(value: Json): Json
}

function readerOf(description: Json): Reader {
  const at = (...keys: readonly string[]): Json => {
    let here: Json = description
    for (const key of keys) {
      const next: Json | undefined = isObject(here) ? here[key] : undefined
      if (next === undefined) throw new Error(`the description has no ${keys.join(' > ')}`)
      here = next
    }
    return here
  }
  const resolve = (value: Json): Json =>
    isObject(value) && typeof value.$ref === 'string' ? resolve(at(...value.$ref.split('/').slice(1))) : value
  return { at, resolve }
}

function operationOf(read: Reader, name: string): Operation {
  const [method = '', path = ''] = name.split(' ')
  const operation = read.at('paths', path, method.toLowerCase())
  const answers = read.resolve(isObject(operation) ? (operation.responses ?? {}) : {})
  const request = isObject(operation) ? operation.requestBody : undefined
  return {
    answers: Object.fromEntries(
      Object.entries(isObject(answers) ? answers : {}).map(([status, answer]) => [
        status,
        schemaIn(read, answer),
      ]),
    ),
    request: request === undefined ? null : schemaIn(read, request),
  }
}

function schemaIn(read: Reader, holder: Json): BodySchema {
  const body = read.resolve(holder)
  const content = isObject(body) ? body.content : undefined
  if (!isObject(content)) return null
  const json = content['application/json'] ?? content['application/scim+json']
  return isObject(json) && isObject(json.schema) ? json.schema : null
}
