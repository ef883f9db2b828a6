/** The end of the App manifest flow: a code that is good for one exchange becomes an App with its credentials. */
import type { NewApp } from './app.ts'

export interface ManifestConversion {
  readonly app: NewApp
  readonly expiresMs: number
}

export const manifestLifetimeMs = 3_600_000
