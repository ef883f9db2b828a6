/**
 * Answers are written as they are described, which also keeps back fields that nobody described. One that is not as
 * described is a fault, and told as such in the log; whoever asked during an incident gets it all the same.
 */
import type { FastifySchema, FastifySerializerCompiler } from 'fastify'
import { z } from 'zod'
import type { Log } from '../../ports/log/log.ts'

export function serialiserCompiler(log: Log): FastifySerializerCompiler<FastifySchema> {
  return ({ schema, method, url }) => {
    const described: unknown = schema
    if (!(described instanceof z.ZodType)) return (data) => JSON.stringify(data)
    return (data) => {
      const read = described.safeParse(data)
      if (read.success) return JSON.stringify(read.data)
      const wrong = read.error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')}: ${code}`)
      log.error({ method, url, wrong }, 'API answer is not as described')
      return JSON.stringify(data)
    }
  }
}
