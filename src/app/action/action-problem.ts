/** Why there is no review, and what to do about it. */
export interface ActionProblem {
  readonly message: string
  readonly remedy: string
}
