/** Answers that the host may confirm with a 304, which costs nothing. Bounded by bytes; the least recently used goes. */
import { LRUCache } from 'lru-cache'
import { succeed } from '../../../domain/outcome.ts'
import type { CacheSize, CacheTally } from '../../../ports/cache/cache-book.ts'
import { type ApiAnswer, requestKey, type Stage } from './exchange.ts'

export interface EtagCacheOptions {
  readonly bytesMax: number
  /** Given the new cache's size. @returns where look-ups are told */
  readonly enter: (measure: () => CacheSize) => CacheTally
  readonly onConfirmed: () => void
}

/** What a caller reads besides the text; the rest belongs to one answer only. */
const keptHeaders = ['link', 'etag', 'content-type'] as const

export function createEtagCache({ bytesMax, enter, onConfirmed }: EtagCacheOptions): Stage {
  const answers = new LRUCache<string, ApiAnswer>({
    maxSize: bytesMax,
    sizeCalculation: ({ text, headers }, key) =>
      200 + 2 * (text.length + key.length + (headers.link?.length ?? 0)),
  })
  const tally = enter(() => ({ entries: answers.size, bytes: answers.calculatedSize }))
  return (next) => async (request) => {
    // Another installation must never be served from this one's answers: the key holds its number.
    if (request.kind === 'write' || !request.route.startsWith('GET ') || request.installation === null) {
      return await next(request)
    }
    const key = requestKey(request)
    const kept = answers.get(key)
    const etag = kept?.headers.etag
    const answer = await next(
      etag === undefined ? request : { ...request, headers: { ...request.headers, 'if-none-match': etag } },
    )
    if (!answer.ok) return answer
    if (answer.value.status === 304 && kept !== undefined) {
      tally.hit()
      onConfirmed()
      return succeed(kept)
    }
    tally.miss()
    if (answer.value.status === 200 && answer.value.headers.etag !== undefined) {
      answers.set(key, { ...answer.value, headers: pick(answer.value.headers) })
    }
    return answer
  }
}

function pick(headers: ApiAnswer['headers']): ApiAnswer['headers'] {
  return Object.fromEntries(
    keptHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  )
}
