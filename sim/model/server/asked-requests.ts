/** What was asked, in order, for tests to look at, wait for and hold back. */
import type { Prompt } from '../prompt/prompt.ts'
import type { OfferedTool, Reply, Turn, Usage, WireName } from '../wire/question.ts'

export interface AskedRequest {
  /** From 1. */
  readonly number: number
  readonly wire: WireName
  readonly model: string
  /** The task of the system prompt, '' when it was not readable. */
  readonly purpose: string
  readonly system: string
  readonly turns: readonly Turn[]
  readonly prompt: Prompt
  readonly tools: readonly OfferedTool[]
  /** With keys masked. */
  readonly headers: Readonly<Record<string, string>>
  /** The number of this request in its conversation, from 1; 0 when it was refused. */
  readonly attempt: number
  /** What the scenario did about it, or `refused` when the request was not as the provider wants it. */
  readonly deed: string
  readonly reply: Reply
  /** Null when nothing is paid: a failure. */
  readonly usage: Usage | null
  /** `held` until it is released, `answered` once all of it was sent, `gone` when the client left before. */
  readonly state: () => 'held' | 'sending' | 'answered' | 'gone'
}

export type Which = (request: AskedRequest) => boolean

export interface AskedRequests {
  readonly all: readonly AskedRequest[]
  /** The first request, also of those that were asked already, that `which` is true of. */
  waitFor(which: Which, timeMs?: number): Promise<AskedRequest>
  /** Requests from now on that `which` is true of wait until `release`. */
  hold(which?: Which): void
  release(): void
}

export interface AskedRequestsLog extends AskedRequests {
  add(request: AskedRequest): void
  /** A state is another one now. */
  changed(): void
  /** Resolves at once, or when it is released. */
  passes(request: AskedRequest): Promise<void>
  isHeld(request: AskedRequest): boolean
}

export function createAskedRequests(): AskedRequestsLog {
  const all: AskedRequest[] = []
  const waiting = new Set<() => void>()
  let held: Which | null = null
  let release = Promise.withResolvers<void>()
  const changed = () => {
    for (const look of [...waiting]) look()
  }
  return {
    all,
    add: (request) => {
      all.push(request)
      changed()
    },
    changed,
    waitFor: (which, timeMs = 20_000) => {
      const found = Promise.withResolvers<AskedRequest>()
      const look = () => {
        const request = all.find(which)
        if (request === undefined) return
        waiting.delete(look)
        clearTimeout(timer)
        found.resolve(request)
      }
      const timer = setTimeout(() => {
        waiting.delete(look)
        const seen = all.map(({ purpose, deed }) => `${purpose}/${deed}`).join(', ')
        found.reject(new Error(`no such request within ${timeMs} ms; there were: ${seen || 'none'}`))
      }, timeMs)
      waiting.add(look)
      look()
      return found.promise
    },
    hold: (which = () => true) => {
      held = which
    },
    release: () => {
      held = null
      release.resolve()
      release = Promise.withResolvers<void>()
    },
    isHeld: (request) => held?.(request) ?? false,
    passes: (request) => (held?.(request) === true ? release.promise : Promise.resolve()),
  }
}
