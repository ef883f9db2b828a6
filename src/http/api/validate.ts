/** Requests are checked as they are described; one that cannot even be compared is wrong as well, and no fault of ours. */
import type { FastifySchemaCompiler } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { checkShape } from '../../domain/shape/check-shape.ts'

export const checkingCompiler: FastifySchemaCompiler<Parameters<typeof validatorCompiler>[0]['schema']> = (
  route,
) => {
  const validate = validatorCompiler(route)
  return (data) =>
    checkShape({ safeParse: (value) => validate(value) }, data) ?? { error: new Error('cannot be compared') }
}
