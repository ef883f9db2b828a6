/** The processes and the machines under them. */
import type { Indicator } from './indicator.ts'

export const processIndicators = [
  {
    name: 'autogen_resource_utilization_ratio',
    kind: 'gauge',
    help: 'Use of cpu, memory and disk against what this process may have: the limits of its container where there are any (cgroup v2), else of the machine; of memory also the share of the heap, where that is higher.',
    unit: 'ratio',
    labels: ['resource'],
  },
  {
    name: 'autogen_network_bytes_total',
    kind: 'counter',
    help: 'Bytes over the network interfaces of the machine or container, without loopback.',
    unit: 'count',
    labels: ['direction'],
    bornAt0: [{ direction: 'in' }, { direction: 'out' }],
  },
  {
    name: 'autogen_memory_bytes',
    kind: 'gauge',
    help: 'Memory of this process by kind: rss, heap_used, heap_total, heap_limit (of the old generation, where the process ends), external, array_buffers.',
    unit: 'bytes',
    labels: ['kind'],
  },
  {
    name: 'autogen_event_loop_delay_seconds',
    kind: 'gauge',
    help: 'Longest pause of the event loop in the last ten seconds.',
    unit: 'seconds',
    labels: [],
  },
  {
    name: 'autogen_process_start_timestamp_seconds',
    kind: 'gauge',
    help: 'When this process began.',
    unit: 'seconds',
    labels: [],
  },
  {
    name: 'autogen_build_info',
    kind: 'gauge',
    help: '1, with the version that runs.',
    unit: 'state',
    labels: ['version', 'node'],
  },
  {
    name: 'autogen_process_restarts_total',
    kind: 'counter',
    help: 'Starts of this role on this host after an end that nobody asked for, kept across restarts; told 20 s after the start.',
    unit: 'count',
    labels: [],
    bornAt0: [{}],
  },
  {
    name: 'autogen_process_oom_kills_total',
    kind: 'counter',
    help: 'Ends for want of memory on this host, of processes and of their children, kept across restarts: counted by the control group, or killed with more than 90 % in use.',
    unit: 'count',
    labels: [],
    bornAt0: [{}],
  },
  {
    name: 'autogen_config_drift',
    kind: 'gauge',
    help: '1 while what runs is not what the files and the environment declare now, or another process of the service runs with other settings.',
    unit: 'state',
    labels: [],
  },
] as const satisfies readonly Indicator[]
