/**
 * `fetch` with bounds, handed to Octokit in place of the global one: an answer is read up to a size, redirects are
 * followed on the same origin only (a renamed repository answers 301 there), so that credentials never leave for another
 * host. The text is passed on as text: Octokit would parse JSON on its own terms, and lose what it cannot parse.
 */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>

export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

export interface BoundedFetchOptions {
  readonly fetch: Fetch
  readonly bytesMax: number
  readonly redirectsMax: number
}

/** As much of a `Response` as Octokit looks at. */
export interface TextResponse {
  readonly status: number
  readonly statusText: string
  readonly url: string
  readonly headers: Headers
  readonly body: null
  text(): Promise<string>
}

export function createBoundedFetch({ fetch, bytesMax, redirectsMax }: BoundedFetchOptions) {
  return async (address: string, init: RequestInit): Promise<TextResponse> => {
    let url = address
    for (let redirects = 0; ; redirects += 1) {
      const response = await fetch(url, { ...init, redirect: 'manual' })
      const target = redirects < redirectsMax ? redirectTarget(response, url, init.method ?? 'GET') : null
      if (target === null) return await textResponse(response, url, bytesMax)
      await response.body?.cancel()
      url = target
    }
  }
}

/** 307 and 308 repeat a request as it is; the older codes would turn a write into a read. */
function redirectTarget(response: Response, from: string, method: string): string | null {
  const isRepeatable = response.status === 307 || response.status === 308
  const isForReads = [301, 302, 303].includes(response.status) && method === 'GET'
  const location = response.headers.get('location')
  if (location === null || !(isRepeatable || isForReads) || !URL.canParse(location, from)) return null
  const target = new URL(location, from)
  const isSameOrigin =
    target.origin === new URL(from).origin && target.username === '' && target.password === ''
  return isSameOrigin ? target.href : null
}

async function textResponse(response: Response, url: string, bytesMax: number): Promise<TextResponse> {
  const headers = new Headers(response.headers)
  headers.set('content-type', 'text/plain; charset=utf-8')
  const text = await readBounded(response, bytesMax)
  return {
    status: response.status,
    statusText: response.statusText,
    url,
    headers,
    body: null,
    text: async () => text,
  }
}

async function readBounded(response: Response, bytesMax: number): Promise<string> {
  if (response.body === null) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    // Leaving the loop cancels the stream, and with it the connection.
    if (bytes > bytesMax) throw new AnswerTooLarge(`more than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
