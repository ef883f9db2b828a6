/** When the certificates end that the service stands on: of what it talks to, what it is reached by, and of files. */
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'

export interface CertificateSource {
  /** As in the metric, e.g. `api.github.com:443`, `/etc/tls/bot.pem`. */
  readonly name: string
  /** Rejects when there is none to be had. */
  readonly read: () => Promise<CertificateDates>
}

/** Milliseconds since the epoch. */
export interface CertificateDates {
  readonly notBefore: number
  readonly notAfter: number
}

export interface CertificateState {
  readonly name: string
  /** Null when it could not be read; `problem` says why. */
  readonly dates: CertificateDates | null
  readonly problem: string | null
}

export interface CertificateParts {
  readonly sources: readonly CertificateSource[]
  readonly meter: Meter
  readonly log: Log
}

/** Each call looks at all of them. What could not be read keeps its last figure: it still ends then. */
export function createLookAtCertificates({
  sources,
  meter,
  log,
}: CertificateParts): () => Promise<readonly CertificateState[]> {
  return () =>
    Promise.all(
      sources.map(async ({ name, read }): Promise<CertificateState> => {
        try {
          const dates = await read()
          const labels = { certificate: name }
          meter.set('autogen_certificate_not_after_timestamp_seconds', dates.notAfter / 1000, labels)
          meter.set('autogen_certificate_lifetime_seconds', (dates.notAfter - dates.notBefore) / 1000, labels)
          return { name, dates, problem: null }
        } catch (error) {
          const problem = error instanceof Error ? error.message : String(error)
          log.warn({ certificate: name, reason: problem }, 'certificate could not be read')
          return { name, dates: null, problem }
        }
      }),
    )
}
