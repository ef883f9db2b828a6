/** What the processes use of what they may have. */
import type { Kpi } from './kpi.ts'

const nobody = 'No process told its use in this window.'

export const resourceKpis: readonly Kpi[] = [
  utilization('cpu', 'R13', 'CPU', 0.7, 'avg'),
  utilization('memory', 'R14', 'Memory', 0.8, 'avg'),
  // It does not come back by itself: what counts is how full it got.
  utilization('disk', 'R15', 'Disk', 0.85, 'max'),
  network('in'),
  network('out'),
]

function utilization(
  resource: string,
  requirement: string,
  title: string,
  limit: number,
  over: 'avg' | 'max',
): Kpi {
  const use = (window: string) =>
    `${over}_over_time(autogen_resource_utilization_ratio{resource="${resource}"}[${window}])`
  return {
    id: resource,
    requirements: [requirement],
    title,
    unit: 'share',
    measured: `${over === 'avg' ? 'Average' : 'Highest'} use against the limits of the container, or else the machine; of the instance that has most.`,
    target: { operator: '<', value: limit },
    isMoreBetter: false,
    source: {
      kind: 'series',
      windowMs: null,
      promql: (window) => `max(${use(window)})`,
      parts: { by: ['instance'], promql: (window) => `max by (instance) (${use(window)})` },
    },
    silence: nobody,
  }
}

function network(direction: 'in' | 'out'): Kpi {
  const bytes = (window: string) => `rate(autogen_network_bytes_total{direction="${direction}"}[${window}])`
  return {
    id: `network-${direction}`,
    requirements: ['R16'],
    title: `Network ${direction}`,
    unit: 'bytes per second',
    measured:
      'Bytes over the interfaces without loopback, of the instance that has most; instances on one machine see the same.',
    target: null,
    isMoreBetter: null,
    source: {
      kind: 'series',
      windowMs: null,
      promql: (window) => `max(${bytes(window)})`,
      parts: { by: ['instance'], promql: (window) => `max by (instance) (${bytes(window)})` },
    },
    silence: nobody,
  }
}
