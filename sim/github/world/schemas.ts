/** GitHub's own description of its answers, so that the compiler proves that none of their required fields is missing. */
import type { components } from '@octokit/openapi-types'

export type Schemas = components['schemas']
export type Json = Readonly<Record<string, unknown>>
