/**
 * Where the way of one piece of work is written down, from the webhook to the published review. Promise: spans of one
 * subject meet in one trace whichever process made them; a tracer never fails the work that it follows.
 */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

export interface Tracer {
  /** Follows work on a subject, e.g. `job 12`; what `span` is called with inside belongs to it. */
  follow<Value>(
    subject: string,
    name: string,
    attributes: SpanAttributes,
    work: () => Promise<Value>,
  ): Promise<Value>
  /** A part of what is being followed; outside of that, the work alone. */
  span<Value>(name: string, attributes: SpanAttributes, work: () => Promise<Value>): Promise<Value>
  /** Something that is over. Times in milliseconds since the epoch. `isWhole`: it spans all the work on the subject. */
  record(subject: string, span: RecordedSpan): void
  /** Sends what is left, for a bounded time. */
  close(): Promise<void>
}

export interface RecordedSpan {
  readonly name: string
  readonly beganAt: number
  readonly endedAt: number
  readonly attributes: SpanAttributes
  readonly isWhole: boolean
}

/** Follows nothing. */
export const noTracer: Tracer = {
  follow: (_subject, _name, _attributes, work) => work(),
  span: (_name, _attributes, work) => work(),
  record: () => {},
  close: async () => {},
}
