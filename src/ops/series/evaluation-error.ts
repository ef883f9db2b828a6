/** An expression that asks for something that Prometheus answers with an error at run time as well. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError'
}
