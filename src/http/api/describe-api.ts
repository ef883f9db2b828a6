/** The description of the API (OpenAPI 3.1), made from the routes themselves. */
import type { FastifyDynamicSwaggerOptions, SwaggerTransformObject } from '@fastify/swagger'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { csrfHeader } from './authorise.ts'
import { cookieName } from './session-cookie.ts'
import { shapes } from './shapes/registry.ts'

const addShapes = createJsonSchemaTransformObject({ schemaRegistry: shapes })

export function describeApi(): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'autogen-bot',
        version: '1',
        description:
          'What people and programs do with a running service. Times are milliseconds since the epoch. Every change is written into the journal, with the name of the token.',
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description:
              'Made with `autogen-bot access create`. `x-role` and `x-scope` of an operation say what it needs.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: cookieName,
            description: `Opened by \`login\`. Changes need its sign in the header \`${csrfHeader}\` as well.`,
          },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: createJsonSchemaTransform({ schemaRegistry: shapes }),
    transformObject: ((document) => tidy(addShapes(document))) as SwaggerTransformObject,
  }
}

/** Without shapes that nothing refers to, and without bounds that every number has. */
function tidy(described: unknown): unknown {
  const document = withoutNoise(described) as { components: { schemas: Record<string, unknown> } }
  const { schemas, ...components } = document.components
  const used = new Set<string>()
  const look = (value: unknown) => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([A-Za-z0-9_]+)"/g)) {
      if (name === undefined || used.has(name)) continue
      used.add(name)
      look(schemas[name])
    }
  }
  look({ ...document, components })
  const kept = Object.entries(schemas).filter(([name]) => used.has(name))
  return { ...document, components: { ...components, schemas: Object.fromEntries(kept) } }
}

function withoutNoise(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) => {
    const isEveryBound = (key === 'minimum' || key === 'maximum') && isSafeBound(inner)
    const isEveryName = key === 'propertyNames' && JSON.stringify(inner) === '{"type":"string"}'
    if (isEveryBound || isEveryName) return undefined
    return key === 'description' && inner === 'Default Response' ? 'The answer.' : inner
  })
}

function isSafeBound(value: unknown): boolean {
  return value === Number.MAX_SAFE_INTEGER || value === Number.MIN_SAFE_INTEGER
}
