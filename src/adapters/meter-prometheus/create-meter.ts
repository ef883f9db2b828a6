/** Figures in the form that Prometheus reads. What is not declared is a bug; a label value too many is folded into `other`. */
import {
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client'
import type { Labels, Meter } from '../../ports/meter/meter.ts'

/** As the catalogue of indicators declares it. */
export interface MetricDefinition {
  readonly name: string
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly string[]
  readonly buckets?: readonly number[]
  readonly bornAt0?: readonly Labels[]
}

export interface PrometheusMeter extends Meter {
  /** The text that `/metrics` answers, and its media type. */
  render(): Promise<{ readonly text: string; readonly type: string }>
  /** Every series as Prometheus would scrape it now: a histogram is its `_bucket`s by `le`, its `_sum` and `_count`. */
  read(): Promise<readonly MeterReading[]>
}

export interface MeterReading {
  readonly name: string
  readonly labels: Labels
  readonly value: number
}

/** Different values of one label of one metric; a hostile name must not fill the memory. */
const labelValuesMax = 100

export function createPrometheusMeter(definitions: readonly MetricDefinition[]): PrometheusMeter {
  const registry = new Registry()
  const counters = new Map<string, Counter>()
  const gauges = new Map<string, Gauge>()
  const histograms = new Map<string, Histogram>()
  for (const definition of definitions) {
    const options = optionsOf(definition, registry)
    if (definition.kind === 'counter')
      counters.set(definition.name, bornAt0(new Counter(options), definition))
    else if (definition.kind === 'gauge') gauges.set(definition.name, unset(new Gauge(options), definition))
    else {
      const histogram = new Histogram({ ...options, buckets: [...(definition.buckets ?? [])] })
      for (const labels of definition.bornAt0 ?? []) histogram.zero({ ...labels })
      histograms.set(definition.name, histogram)
    }
  }
  const seen = new Map<string, Set<string>>()

  function bounded(name: string, labels: Labels): Record<string, string> {
    return Object.fromEntries(
      Object.entries(labels).map(([label, value]) => {
        const key = `${name} ${label}`
        const values = seen.get(key) ?? new Set()
        seen.set(key, values)
        if (!values.has(value) && values.size >= labelValuesMax) return [label, 'other']
        values.add(value)
        return [label, value]
      }),
    )
  }

  return {
    count: (name, labels = {}, by = 1) => declared(counters, name, 'counter').inc(bounded(name, labels), by),
    set: (name, value, labels = {}) => declared(gauges, name, 'gauge').set(bounded(name, labels), value),
    observe: (name, value, labels = {}) =>
      declared(histograms, name, 'histogram').observe(bounded(name, labels), value),
    render: async () => ({ text: await registry.metrics(), type: registry.contentType }),
    read: async () => (await registry.getMetricsAsJSON()).flatMap(readingsOf),
  }
}

function readingsOf({ name, values }: MetricObjectWithValues<MetricValue<string>>): readonly MeterReading[] {
  return values.map((reading) => ({
    name: 'metricName' in reading ? String(reading.metricName) : name,
    // A bound is a number there.
    labels: Object.fromEntries(
      Object.entries(reading.labels).map(([label, value]) => [label, String(value)]),
    ),
    value: reading.value,
  }))
}

function optionsOf({ name, help, labels }: MetricDefinition, registry: Registry) {
  return { name, help, labelNames: [...labels], registers: [registry] }
}

function bornAt0(counter: Counter, definition: MetricDefinition): Counter {
  for (const labels of definition.bornAt0 ?? []) counter.inc({ ...labels }, 0)
  return counter
}

/** A gauge without labels would say 0 before anybody has looked, in processes that never look too. */
function unset(gauge: Gauge, { labels }: MetricDefinition): Gauge {
  if (labels.length === 0) gauge.remove()
  return gauge
}

function declared<Metric>(metrics: ReadonlyMap<string, Metric>, name: string, kind: string): Metric {
  const metric = metrics.get(name)
  if (metric === undefined) throw new Error(`${name} is not a declared ${kind}`)
  return metric
}
