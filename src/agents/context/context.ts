/** What the agents get to read of a change: parts that each fit a budget of tokens, and what fitted into none. */
import type { Brand } from '../../domain/brand.ts'

/** SHA-256, hexadecimal, of the unit's lines and all of its context: the same while nothing about it changed. */
export type UnitKey = Brand<string, 'UnitKey'>

/** A definition, or a block outside of any, that the change touches. */
export interface ContextUnit {
  readonly key: UnitKey
  readonly path: string
  /** Name of the definition, `Outer.inner`; null outside of any. */
  readonly symbol: string | null
  /** In the head; null when the unit was removed. */
  readonly head: LineSpan | null
  /** In the base; null when it was added. */
  readonly base: LineSpan | null
}

export interface LineSpan {
  readonly line: number
  readonly endLine: number
}

export interface ContextPart {
  /** `whole` is the pass over the whole of a change that was split. */
  readonly kind: 'units' | 'whole'
  readonly units: readonly ContextUnit[]
  /** Labelled data blocks, ready for a prompt: sanitised, masked, within the budget. */
  readonly text: string
  readonly tokens: number
}

export interface PackedContext {
  readonly parts: readonly ContextPart[]
  /** What fitted into no part, or only without its surroundings, by path. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[]
  readonly notes: readonly string[]
  /** Units that stand in no part because they were argued about before, and that the pass over the whole is to cover. */
  readonly owing: readonly ContextUnit[]
}

export interface RecalledKeys {
  /** Need not be read again. */
  readonly known: ReadonlySet<UnitKey>
  /** Of these, the ones whose review ended before the pass over the whole did. */
  readonly owing: ReadonlySet<UnitKey>
}

/** What people and the host say about the change; every word of it is hostile. */
export interface ChangeStory {
  readonly title: string
  readonly description: string
  /** Subjects and bodies, oldest first. */
  readonly commits: readonly string[]
  readonly linkedIssue: { readonly title: string; readonly body: string } | null
  /** Threads of earlier reviews, and what people dismissed. */
  readonly earlier: readonly EarlierRemark[]
}

export interface EarlierRemark {
  /** Of our finding; null for a thread of people. */
  readonly finding: string | null
  readonly path: string
  readonly line: number | null
  readonly text: string
  readonly fate: 'open' | 'resolved' | 'dismissed'
  /** Why it was dismissed; empty. */
  readonly reason: string
}

export const noStory: ChangeStory = {
  title: '',
  description: '',
  commits: [],
  linkedIssue: null,
  earlier: [],
}
