/** Why the reading of an expression ended. Thrown and caught inside this folder alone: callers get a value. */
export class Refusal extends Error {
  readonly kind: 'syntax' | 'unsupported' | 'type'
  readonly at: number

  constructor(kind: Refusal['kind'], message: string, at: number) {
    super(message)
    this.kind = kind
    this.at = at
  }
}
