/** The boundary: an answer becomes a value of a known shape, or a failure that says where it is not. */
import type { z } from 'zod'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import { checkShape } from '../../../domain/shape/check-shape.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { ApiAnswer } from './exchange.ts'
import { unexpectedAnswer } from './failures.ts'
import { parseJson } from './parse-json.ts'

export function readShape<Value>(
  schema: z.ZodType<Value>,
  { text, status }: ApiAnswer,
  kind: 'read' | 'write',
): Outcome<Value, HostFailure> {
  // An answer that says yes to a write tells that it happened, whatever else it says.
  const wrong = (what: string) => fail(unexpectedAnswer(what, status, kind === 'write'))
  let body: unknown
  try {
    body = parseJson(text)
  } catch {
    return wrong(text === '' ? 'it is empty' : 'it is not JSON')
  }
  const read = checkShape(schema, body)
  if (read?.success === true) return succeed(read.data)
  const issue = read?.error.issues[0]
  const at = issue?.path.join('.').slice(0, 100) ?? ''
  return wrong(`${at === '' ? 'it' : at} is not as described (${issue?.code ?? 'unknown'})`)
}
