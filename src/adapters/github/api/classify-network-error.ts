/** No answer: what a caller has to know is whether the request may have reached the host all the same. */
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import { hostFailure } from './failures.ts'

export interface NetworkCircumstances {
  readonly isWrite: boolean
  /** Null when it was not our own bound that ended it. */
  readonly timeoutMs: number | null
  readonly host: string
  readonly now: number
}

/** With these the connection was never there. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
const certificate = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/
const againAfterMs = 15_000

export function classifyNetworkError(
  causes: readonly unknown[],
  { isWrite, timeoutMs, host, now }: NetworkCircumstances,
): HostFailure {
  const code = codeOf(causes)
  const isCertificate = code !== null && certificate.test(code)
  const wasSent = !(code !== null && (neverSent.has(code) || isCertificate))
  return hostFailure({
    kind: 'network',
    message:
      timeoutMs === null
        ? `${host} gave no answer (${code ?? 'the connection broke'}).`
        : `${host} gave no answer within ${timeoutMs / 1000} s.`,
    remedy: isCertificate
      ? 'Make its certificate authority known with NODE_EXTRA_CA_CERTS.'
      : 'Check the way to that host: name, proxy, firewall; then try again.',
    retryAt: now + againAfterMs,
    mayHaveApplied: isWrite && wasSent,
  })
}

function codeOf(causes: readonly unknown[]): string | null {
  for (const cause of causes) {
    if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') {
      if (/^[A-Z][A-Z0-9_]{2,60}$/.test(cause.code)) return cause.code
    }
  }
  return null
}
