/** Judges answers and webhooks by GitHub's own description of them. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { errorsOfDescription } from './errors-of-description.ts'
import { fetchDescription } from './fetch-description.ts'
import { sentWebhooks, servedOperations } from './operations.ts'
import { type BodySchema, errorSchema } from './reduce-description.ts'

export interface Exchange {
  readonly method: string
  /** Below the API's root, without the query. */
  readonly path: string
  /** What was sent, parsed; undefined: nothing. */
  readonly request?: unknown
  readonly status: number
  /** Of the answer: diffs and raw files are described by no schema. */
  readonly isJson: boolean
  /** Parsed; undefined: nothing. */
  readonly answer: unknown
}

export interface GitHubDescription {
  /** `METHOD /path/{parameter}`, or null when GitHub has no such operation. */
  operationOf(method: string, path: string): string | null
  /** Sentences that name what differs; none when the exchange is as GitHub describes it. */
  deviationsOf(exchange: Exchange): readonly string[]
  webhookDeviations(event: string, payload: unknown): readonly string[]
  /** `pull-request-opened` */
  webhookName(event: string, payload: unknown): string
}

/** Statuses that any operation may have, whether its description lists them or not. */
const commonErrors: ReadonlySet<number> = new Set([400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503])

export async function openDescription(): Promise<GitHubDescription> {
  const wanted = { operations: servedOperations, webhooks: sentWebhooks }
  const { operations, webhooks, components } = await fetchDescription(wanted)
  const judge = createJudge({ components })
  // The longest first: a ref takes slashes, and so would take the check runs of a ref as well.
  const templates = servedOperations
    .toSorted((left, right) => right.length - left.length)
    .map((name) => ({ name, pattern: patternOf(name) }))
  const operationOf = (method: string, path: string) =>
    templates.find(({ pattern }) => pattern.test(`${method} ${path}`))?.name ?? null
  return {
    operationOf,
    deviationsOf: ({ method, path, request, status, isJson, answer }) => {
      const name = operationOf(method, path)
      const operation = name === null ? undefined : operations[name]
      if (name === null || operation === undefined) return [`${method} ${path} is no operation of GitHub`]
      const asked = request === undefined ? [] : judge(`${name} request`, operation.request, request)
      // Any read may be asked with an ETag.
      if (method === 'GET' && status === 304 && answer === undefined) return asked
      const described = operation.answers[String(status)]
      if (described === undefined && !commonErrors.has(status))
        return [...asked, `${name} never answers ${status}`]
      if (answer !== undefined && !isJson) return asked
      return [
        ...asked,
        ...judge(`${name} ${status}`, described === undefined ? errorSchema : described, answer),
      ]
    },
    webhookDeviations: (event, payload) => {
      const name = webhookName(event, payload)
      const schema = webhooks[name]
      return schema === undefined ? [`${name} is no webhook of GitHub`] : judge(name, schema, payload)
    },
    webhookName,
  }
}

function webhookName(event: string, payload: unknown): string {
  const action = (payload as { readonly action?: unknown } | null)?.action
  return [event, ...(typeof action === 'string' ? [action] : [])].join('-').replaceAll('_', '-')
}

type Judge = (what: string, schema: BodySchema, value: unknown) => readonly string[]

const deviationsShownMax = 8

function createJudge(shared: object): Judge {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'github', ...shared })
  const compiled = new Map<string, ValidateFunction>()
  return (what, schema, value) => {
    if (schema === null) return value === undefined ? [] : [`${what}: has a body where GitHub has none`]
    const validate = compiled.get(what) ?? ajv.compile(inShared(schema))
    compiled.set(what, validate)
    if (validate(value) === true) return []
    const errors = validate.errors ?? []
    const meant = errors.filter((error) => !isErrorOfDescription(what, error))
    const telling = meant.filter(isTelling)
    // Without an exception made, something is always told: silence would be a pass.
    return (telling.length === 0 && meant.length === errors.length ? errors : telling)
      .slice(0, deviationsShownMax)
      .map((error) => `${what}: ${describe(error, value)}`)
  }
}

/** References are written from the root of the description. */
function inShared(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/')) as object
}

/** That no alternative fits is said by why each of them does not. */
function isTelling({ keyword, schemaPath }: ErrorObject): boolean {
  return keyword !== 'anyOf' && !/anyOf\/1\/type$/.test(schemaPath)
}

function isErrorOfDescription(what: string, { instancePath, keyword }: ErrorObject): boolean {
  return errorsOfDescription.some(
    (known) => known.operation.test(what) && known.place.test(instancePath) && known.keyword === keyword,
  )
}

function describe(
  { instancePath, keyword, message, params, schemaPath }: ErrorObject,
  value: unknown,
): string {
  const found = instancePath
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (here, key) => (here as Record<string, unknown> | null | undefined)?.[key.replaceAll('~1', '/')],
      value,
    )
  const shown = (JSON.stringify(found) ?? 'nothing').slice(0, 80)
  return `${instancePath || 'the body'} ${message} (${keyword} ${JSON.stringify(params)} by ${schemaPath}); it is ${shown}`
}

function patternOf(name: string): RegExp {
  const escaped = name.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, (_, parameter: string) =>
    // Paths and refs hold slashes; a range of commits holds dots.
    parameter === 'path' || parameter === 'ref' || parameter === 'basehead' ? '(?:.+?)' : '[^/]+',
  )
  return new RegExp(`^${escaped}$`)
}
