/**
 * `fetch` as the providers' libraries get it: an answer is read whole and up to a size, so that a broken server cannot
 * fill the memory; no redirect is followed, because it would take the key and the code somewhere else; and where no key
 * is configured none is sent, whatever a library finds in the environment.
 */
export type Fetch = typeof globalThis.fetch

/** Not the provider's failure as its interface has it, but something that was not to be taken from the wire. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure'
  readonly kind: 'too-large' | 'redirect'
  /** The host of a redirect, the bytes of an answer. */
  readonly about: string

  constructor(kind: 'too-large' | 'redirect', about: string) {
    super(kind)
    this.kind = kind
    this.about = about
  }
}

export interface BoundedFetchParts {
  readonly fetch: Fetch
  readonly bytesMax: number
  /** True: headers that carry keys are taken off. */
  readonly isKeyless: boolean
}

const keyHeaders = ['authorization', 'x-api-key', 'x-goog-api-key', 'api-key']

export function boundedFetch({ fetch, bytesMax, isKeyless }: BoundedFetchParts): Fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    if (isKeyless) for (const name of keyHeaders) headers.delete(name)
    const response = await fetch(input, { ...init, headers, redirect: 'manual' })
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      throw new WireFailure('redirect', hostOf(response.headers.get('location')))
    }
    const bytes = await readBounded(response, bytesMax)
    const received = new Headers(response.headers)
    // What is handed on is neither compressed nor as long as these say.
    for (const name of ['content-encoding', 'content-length']) received.delete(name)
    return new Response(bytes.byteLength === 0 ? null : bytes, {
      status: response.status,
      statusText: response.statusText,
      headers: received,
    })
  }
}

async function readBounded(response: Response, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    // Leaving the loop cancels the stream, and with it the connection.
    if (bytes > bytesMax) throw new WireFailure('too-large', String(bytesMax))
    chunks.push(chunk)
  }
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

function hostOf(location: string | null): string {
  return location !== null && URL.canParse(location) ? new URL(location).host : 'another address'
}
