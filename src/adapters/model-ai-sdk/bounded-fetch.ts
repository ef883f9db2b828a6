/**
 * `fetch` as the providers' libraries get it: an answer is read whole and up to a size, so that a broken server cannot
 * fill the memory; no redirect is followed, because it would take the key and the code somewhere else; and where no key
 * is configured none is sent, whatever a library finds in the environment.
 */
export type Fetch = typeof globalThis.fetch

export type WireFailureKind = 'too-large' | 'redirect' | 'broken'

/** Not the provider's failure as its interface has it, but something that was not to be taken from the wire. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure'
  readonly kind: WireFailureKind
  /** The host of a redirect, the bytes of an answer, what is broken about it. */
  readonly about: string

  constructor(kind: WireFailureKind, about: string) {
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
    if (response.status > 599) {
      await response.body?.cancel()
      throw new WireFailure('broken', `its status is ${response.status}`)
    }
    const bytes = await readBounded(response, bytesMax, init?.signal)
    const wrong = tooMuchIn(bytes)
    if (wrong !== null) throw new WireFailure('broken', wrong)
    const received = new Headers(response.headers)
    // What is handed on is neither compressed nor as long as these say.
    for (const name of ['content-encoding', 'content-length']) received.delete(name)
    // The words beside the status may be such as no answer can be made with, and nobody reads them.
    return new Response(bytes.byteLength === 0 ? null : bytes, { status: response.status, headers: received })
  }
}

async function readBounded(
  response: Response,
  bytesMax: number,
  signal: AbortSignal | null | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength
      // Leaving the loop cancels the stream, and with it the connection.
      if (bytes > bytesMax) throw new WireFailure('too-large', String(bytesMax))
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof WireFailure || signal?.aborted === true) throw error
    throw new WireFailure('broken', 'it breaks off')
  }
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

const depthMax = 200
/** Objects and lists; a long answer has a few hundred. */
const partsMax = 25_000
const [quote, backslash] = [0x22, 0x5c]
const opening = new Set([0x5b, 0x7b])
const closing = new Set([0x5d, 0x7d])

/**
 * Whoever walks through JSON walks by recursion, the libraries too: what is deep enough ends in a full stack. And for each
 * call of a tool they look through all the others: a hundred thousand keep a processor busy for minutes.
 */
function tooMuchIn(bytes: Uint8Array): string | null {
  let [depth, parts] = [0, 0]
  let isInString = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number
    if (isInString) {
      if (byte === backslash) at += 1
      else if (byte === quote) isInString = false
    } else if (byte === quote) isInString = true
    else if (opening.has(byte)) {
      depth += 1
      parts += 1
    } else if (closing.has(byte)) depth -= 1
    if (depth > depthMax) return `it is nested more than ${depthMax} deep`
    if (parts > partsMax) return `it has more than ${partsMax} parts`
  }
  return null
}

function hostOf(location: string | null): string {
  return location !== null && URL.canParse(location) ? new URL(location).host : 'another address'
}
