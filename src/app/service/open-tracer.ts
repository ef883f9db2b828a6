/** Traces go where the settings say; the SDK is loaded only then. */
import type { ServiceConfig } from '../../config/service/service-config.ts'
import { noTracer, type Tracer } from '../../ports/trace/tracer.ts'

export async function openTracer({ traces }: ServiceConfig, role: string): Promise<Tracer> {
  if (traces.url === null) return noTracer
  const { createOtlpTracer } = await import('../../adapters/trace-otlp/create-tracer.ts')
  const resource = { 'service.name': 'autogen-bot', 'service.instance.id': `${role}/${process.pid}` }
  return createOtlpTracer({ url: traces.url, headers: headersIn(traces.headers ?? ''), resource })
}

/** `name=value,name=value`, as `OTEL_EXPORTER_OTLP_HEADERS` has them. */
function headersIn(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at < 1 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const]
  })
  return Object.fromEntries(pairs)
}
