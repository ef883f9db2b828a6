/** Requests: whether they succeed, how fast, how many. */
import { ofOurTime, withoutProbes } from '../indicators/http-routes.ts'
import type { Kpi } from './kpi.ts'

const noRequests = 'No request was answered in this window.'

const responseTime = (share: number) => (window: string) =>
  `histogram_quantile(${share}, sum by (le) (rate(autogen_http_request_duration_seconds_bucket{${ofOurTime}}[${window}])))`

export const requestKpis: readonly Kpi[] = [
  {
    id: 'request-success',
    requirements: ['R6'],
    title: 'Request success',
    unit: 'share',
    measured:
      'Accepted review requests that ended in a published or rightly skipped review, of all that ended.',
    target: { operator: '>', value: 0.995 },
    isMoreBetter: true,
    source: {
      kind: 'series',
      windowMs: null,
      promql: (window) => `sum(increase(autogen_reviews_total{outcome=~"published|skipped"}[${window}]))
  / sum(increase(autogen_reviews_total[${window}]))`,
      parts: null,
    },
    silence: 'No review request ended in this window.',
  },
  {
    id: 'response-p95',
    requirements: ['R9'],
    title: 'Response time p95',
    unit: 'seconds',
    measured:
      'Time to answer an HTTP request, over all routes but probes (/health, /ready, /live, our own) and those of the API whose answer waits for commands.',
    target: { operator: '<', value: 2 },
    isMoreBetter: false,
    source: { kind: 'series', windowMs: null, promql: responseTime(0.95), parts: null },
    silence: noRequests,
  },
  {
    id: 'response-p99',
    requirements: ['R9'],
    title: 'Response time p99',
    unit: 'seconds',
    measured:
      'Time to answer an HTTP request, over all routes but probes (/health, /ready, /live, our own) and those of the API whose answer waits for commands.',
    target: { operator: '<', value: 5 },
    isMoreBetter: false,
    source: { kind: 'series', windowMs: null, promql: responseTime(0.99), parts: null },
    silence: noRequests,
  },
  {
    id: 'throughput',
    requirements: ['R10'],
    title: 'Requests',
    unit: 'per second',
    measured:
      'Answered requests by route and class of status, without probes (/health, /ready, /live, our own).',
    target: null,
    isMoreBetter: null,
    source: {
      kind: 'series',
      windowMs: null,
      promql: (window) => `sum(rate(autogen_http_requests_total{${withoutProbes}}[${window}]))`,
      parts: {
        by: ['route', 'class'],
        promql: (window) =>
          `sum by (route, class) (rate(autogen_http_requests_total{${withoutProbes}}[${window}])) > 0`,
      },
    },
    silence: noRequests,
  },
  {
    id: 'error-rate',
    requirements: ['R11'],
    title: 'Error rate',
    unit: 'share',
    measured:
      'Requests answered with 5xx, time-outs among them, of all; without probes (/health, /ready, /live, our own).',
    target: { operator: '<', value: 0.001 },
    isMoreBetter: false,
    source: {
      kind: 'series',
      windowMs: null,
      promql: (window) => `sum(increase(autogen_http_requests_total{class="5xx",${withoutProbes}}[${window}]))
  / sum(increase(autogen_http_requests_total{${withoutProbes}}[${window}]))`,
      parts: null,
    },
    silence: noRequests,
  },
]
