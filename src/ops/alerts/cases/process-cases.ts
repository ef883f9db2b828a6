import { type AlertCase, fires, story } from './alert-case.ts'

const use = (instance: string, resource: string) =>
  `autogen_resource_utilization_ratio{instance="${instance}",resource="${resource}"}`

export const processCases: readonly AlertCase[] = [
  story(
    'ResourceExhausted',
    'a disk runs full on one of two machines',
    '20m',
    { [use('a', 'disk')]: '0.89x3 0.93x30 0.5x10', [use('b', 'disk')]: '0.4x60' },
    fires('12m', '17m30s', { instance: 'a', resource: 'disk' }),
  ),
  story('ResourceExhausted', 'ninety per cent, and bursts of nine minutes', '30m', {
    [use('a', 'cpu')]: '0.9x3 0.99x17 0.6 0.99x17 0.6x30',
  }),
  story(
    'ResourceHigh',
    'memory at 85 % for more than half an hour',
    '40m',
    { [use('a', 'memory')]: '0.7x3 0.85x90' },
    fires('32m', null, { instance: 'a', resource: 'memory' }),
  ),
  story('ResourceHigh', 'memory at 80 %', '40m', { [use('a', 'memory')]: '0.8x90' }),
  story(
    'OutOfMemory',
    'a process is killed; the next one goes on with the count',
    '15m',
    { 'autogen_process_oom_kills_total{instance="a"}': '2x5 stale 2 3x40' },
    fires('4m', '14m'),
  ),
  story('OutOfMemory', 'kills of last week', '15m', {
    'autogen_process_oom_kills_total{instance="a"}': '2x5 stale _ 2x40',
    'autogen_process_oom_kills_total{instance="b"}': '0x40',
  }),
  story(
    'ProcessRestarting',
    'two processes end within half an hour',
    '45m',
    {
      'autogen_process_restarts_total{instance="a"}': '0x4 1x90',
      'autogen_process_restarts_total{instance="b"}': '4x20 5x90',
    },
    fires('10m30s', '32m30s'),
  ),
  story('ProcessRestarting', 'a single end', '40m', {
    'autogen_process_restarts_total{instance="a"}': '0x4 1x90',
  }),
  story(
    'EventLoopBlocked',
    'one process stands still again and again',
    '12m',
    {
      'autogen_event_loop_delay_seconds{instance="a"}': '0.02x3 0.8x12 0.02x20',
      'autogen_event_loop_delay_seconds{instance="b"}': '0.02x40',
    },
    fires('7m', '8m30s', { instance: 'a' }),
  ),
  story('EventLoopBlocked', 'one long pause', '12m', {
    'autogen_event_loop_delay_seconds{instance="a"}': '0.02x3 6 0.02x40',
  }),
]
