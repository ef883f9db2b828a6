/** Tells somebody outside that the watch is alive. Whoever knows the address could pretend it, so the address is a secret. */
import { type Outcome, succeed } from '../../domain/outcome.ts'
import type { NotifierFailure } from '../../ports/notifier/notifier.ts'
import type { Post } from './post.ts'

export type Beat = (signal: AbortSignal) => Promise<Outcome<void, NotifierFailure>>

export function createBeat(url: string, post: Post): Beat {
  const secrets = [url, ...new URL(url).pathname.split('/').filter((part) => part.length > 8)]
  return async (signal) => {
    const told = await post({ method: 'GET', url, secrets }, signal)
    return told.ok ? succeed(undefined) : told
  }
}
