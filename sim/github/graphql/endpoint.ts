/** GraphQL: parsed, held against the schema, executed; a wrong query is answered with 200 and errors, as GitHub does. */
import { buildSchema, type DocumentNode, execute, GraphQLError, Kind, parse, validate } from 'graphql'
import type { Caller } from '../access/caller.ts'
import { type Body, invalidRequest } from '../http/body.ts'
import type { RateLimits } from '../limits/rate-limits.ts'
import type { Json } from '../world/schemas.ts'
import type { World } from '../world/world.ts'
import { costOf } from './cost.ts'
import { createOperations } from './operations.ts'
import { sdl } from './sdl.ts'

export interface GraphqlQuery {
  /** Null where the text is no GraphQL. */
  readonly document: DocumentNode | null
  readonly problems: readonly GraphQLError[]
  readonly variables: Json
  readonly operationName: string | undefined
  readonly cost: number
  readonly isMutation: boolean
}

export interface GraphqlEndpoint {
  read(body: Body): GraphqlQuery
  execute(query: GraphqlQuery, caller: Caller, callerKey: string): Promise<Json>
}

const schema = buildSchema(sdl)

export function createGraphqlEndpoint(world: World, limits: RateLimits): GraphqlEndpoint {
  return {
    read: (body) => {
      const text = body.text('query')
      if (text === undefined)
        throw invalidRequest('A query attribute must be specified and must be a string.')
      const variables = body.object('variables')?.raw ?? {}
      return { variables, operationName: body.text('operationName'), ...readDocument(text, variables) }
    },
    execute: async (query, caller, callerKey) => {
      const { document, problems, variables, operationName, cost } = query
      if (document === null || problems.length > 0) return { errors: problems.map(renderError) }
      const result = await execute({
        schema,
        document,
        rootValue: createOperations(world, limits, caller, callerKey, cost),
        variableValues: variables,
        ...(operationName === undefined ? {} : { operationName }),
      })
      const data = result.data === undefined ? {} : { data: result.data }
      return result.errors === undefined ? data : { ...data, errors: result.errors.map(renderError) }
    },
  }
}

function readDocument(text: string, variables: Json) {
  try {
    const document = parse(text, { maxTokens: 10_000 })
    const isMutation = document.definitions.some(
      (one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === 'mutation',
    )
    return { document, isMutation, problems: validate(schema, document), cost: costOf(document, variables) }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    return { document: null, isMutation: false, problems: [error], cost: 1 }
  }
}

/** GitHub writes the type of an error beside its message. */
function renderError(error: GraphQLError): Json {
  const { extensions, ...rest } = error.toJSON()
  const type = extensions?.type
  return typeof type === 'string' ? { type, ...rest } : { ...rest }
}
