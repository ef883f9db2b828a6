/**
 * Traces for any collector that speaks OTLP over HTTP. A subject's trace and its outermost span have numbers made from
 * the subject's name, so that processes need to tell each other nothing.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash, randomBytes } from 'node:crypto'
import { type Context, ROOT_CONTEXT, type Span, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { SpanAttributes, Tracer } from '../../ports/trace/tracer.ts'

export interface TracerOptions {
  /** Where traces are sent, whole, e.g. `http://localhost:4318/v1/traces`. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Of this process, e.g. `service.name`. */
  readonly resource: SpanAttributes
  /** Between two batches. Default 5,000. */
  readonly sendEveryMs?: number
}

const closeMsMax = 3_000
/** What waits while the collector is away; more is dropped. */
const spansMax = 2_048
const attributeCharactersMax = 500

export function createOtlpTracer({ url, headers, resource, sendEveryMs = 5_000 }: TracerOptions): Tracer {
  let outermost: string | null = null
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ ...resource }),
    spanLimits: { attributeValueLengthLimit: attributeCharactersMax },
    idGenerator: {
      generateTraceId: () => (outermost === null ? randomBytes(16).toString('hex') : traceIdOf(outermost)),
      generateSpanId: () => (outermost === null ? randomBytes(8).toString('hex') : spanIdOf(outermost)),
    },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: closeMsMax }),
        scheduledDelayMillis: sendEveryMs,
        maxQueueSize: spansMax,
        exportTimeoutMillis: closeMsMax,
      }),
    ],
  })
  const tracer = provider.getTracer('autogen-bot')
  const current = new AsyncLocalStorage<Context>()

  async function within<Value>(span: Span, parent: Context, work: () => Promise<Value>): Promise<Value> {
    try {
      return await current.run(trace.setSpan(parent, span), work)
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  }

  return {
    follow(subject, name, attributes, work) {
      const parent = contextOf(subject)
      return within(tracer.startSpan(name, { attributes: { ...attributes } }, parent), parent, work)
    },
    span(name, attributes, work) {
      const parent = current.getStore()
      if (parent === undefined) return work()
      return within(tracer.startSpan(name, { attributes: { ...attributes } }, parent), parent, work)
    },
    record(subject, { name, beganAt, endedAt, attributes, isWhole }) {
      const options = { startTime: beganAt, attributes: { ...attributes } }
      // The outermost span has no parent, and the numbers that the others took for its own.
      outermost = isWhole ? subject : null
      const span = tracer.startSpan(name, options, isWhole ? ROOT_CONTEXT : contextOf(subject))
      outermost = null
      span.end(endedAt)
    },
    async close() {
      await Promise.race([provider.shutdown(), afterMs(closeMsMax)]).catch(() => {})
    },
  }
}

/** As if another process had begun the outermost span, which it may have. */
function contextOf(subject: string): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: traceIdOf(subject),
    spanId: spanIdOf(subject),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  })
}

function traceIdOf(subject: string): string {
  return createHash('sha256').update(`trace ${subject}`).digest('hex').slice(0, 32)
}

function spanIdOf(subject: string): string {
  return createHash('sha256').update(`span ${subject}`).digest('hex').slice(0, 16)
}

function afterMs(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref())
}
