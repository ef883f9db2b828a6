/**
 * An answer that refuses. Thrown, against the habit of the house: a handler of the simulated GitHub has a dozen places
 * that refuse, all of them mean "stop and answer this", and only the route wrapper catches.
 */
export class Refusal extends Error {
  readonly status: number
  readonly errors: readonly unknown[] | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    errors?: readonly unknown[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.errors = errors
    this.headers = headers
  }
}

export function refuse(status: number, message: string, errors?: readonly unknown[]): Refusal {
  return new Refusal(status, message, errors)
}

/** GitHub's 422 for a field. */
export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  const error = message === undefined ? { resource, field, code } : { resource, field, code, message }
  return refuse(422, 'Validation Failed', [error])
}

export const documentationUrl = 'https://docs.github.com/rest'

export function renderRefusal(refusal: Refusal): Readonly<Record<string, unknown>> {
  return {
    message: refusal.message,
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
    documentation_url: documentationUrl,
    status: String(refusal.status),
  }
}
