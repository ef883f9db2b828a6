/**
 * PromQL text -> Expression. The official grammar says what is PromQL; what our engine does not evaluate is refused by
 * name, so that an alert never silently means something else here than in Prometheus.
 */
import { parser } from '@prometheus-io/lezer-promql'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { type Expression, typeOf } from './expression.ts'
import { readExpression } from './read-expression.ts'
import { Refusal } from './refusal.ts'

export interface ExpressionFailure {
  readonly kind: 'syntax' | 'unsupported' | 'type'
  /** A sentence that names the construct. */
  readonly message: string
  /** Offset in the text. */
  readonly at: number
}

const charactersMax = 4_000
/** Of the syntax tree: what is nested deeper was not written by a person. */
const depthMax = 200

export function parseExpression(text: string): Outcome<Expression, ExpressionFailure> {
  if (text.length > charactersMax) {
    return refuse('unsupported', `An expression of more than ${charactersMax} characters is not read.`, 0)
  }
  const tree = parser.parse(text)
  let depth = 0
  let isTooDeep = false
  let errorAt: number | null = null
  tree.iterate({
    enter({ type, from }) {
      depth += 1
      if (depth > depthMax) isTooDeep = true
      if (type.isError) errorAt ??= from
      return !isTooDeep
    },
    leave() {
      depth -= 1
    },
  })
  if (isTooDeep) return refuse('unsupported', 'The expression is nested too deeply.', 0)
  if (errorAt !== null) return refuse('syntax', `The expression is not PromQL at offset ${errorAt}.`, errorAt)
  try {
    const expression = readExpression(tree.topNode, text)
    if (typeOf(expression) === 'range') {
      return refuse('type', 'A range of points is not a value: put a function around it.', 0)
    }
    return succeed(expression)
  } catch (error) {
    // A refusal deep inside the tree ends the reading of it; nothing else is caught.
    if (error instanceof Refusal) return refuse(error.kind, error.message, error.at)
    throw error
  }
}

function refuse(kind: ExpressionFailure['kind'], message: string, at: number) {
  return fail<ExpressionFailure>({ kind, message, at })
}
