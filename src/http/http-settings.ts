/** The bounds of the server that the world talks to. Nobody may hold a connection, or memory, for longer or more than this. */

export interface HttpSettings {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
  /** Of one request; GitHub sends no more than 25 MB. */
  readonly bodyBytesMax: number
  /** Of all requests that are being read or worked on. */
  readonly bodyBytesInFlightMax: number
  readonly connectionsMax: number
  /** From the first byte to the end of the headers. */
  readonly headersTimeoutMs: number
  /** From the first byte to the end of the body. */
  readonly requestTimeoutMs: number
  readonly keepAliveTimeoutMs: number
  /** GitHub gives up after ten seconds: whoever waits longer for the store is told to come back. */
  readonly answerTimeoutMs: number
}

const mebibyte = 1_048_576

export const defaultHttpSettings: HttpSettings = {
  host: '127.0.0.1',
  port: 3000,
  trustedProxies: [],
  bodyBytesMax: 25 * mebibyte,
  bodyBytesInFlightMax: 256 * mebibyte,
  connectionsMax: 2_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  answerTimeoutMs: 8_000,
}
