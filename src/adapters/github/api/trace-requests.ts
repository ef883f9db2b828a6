/** Each request as a part of the work that it is made for. */
import type { Tracer } from '../../../ports/trace/tracer.ts'
import type { Stage } from './exchange.ts'

export function createTraceRequests(tracer: Tracer, app: string): Stage {
  return (next) => (request) => {
    // A route's template, so that no name of a repository becomes a span's.
    const route = request.route.startsWith('http') ? 'another page' : request.route
    return tracer.span(route, { app, kind: request.kind }, () => next(request))
  }
}
