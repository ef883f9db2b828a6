import { type AlertCase, fires, story } from './alert-case.ts'

const present = {
  'autogen_resource_utilization_ratio{instance="a",resource="memory"}': '0.4x60',
  'autogen_queue_jobs{instance="a",state="waiting"}': '3x60',
  'autogen_dependency_up{instance="a",dependency="store",criticality="vital"}': '1x60',
  'autogen_watch_last_evaluation_timestamp_seconds{instance="a"}': '0+30x60',
}

export const availabilityCases: readonly AlertCase[] = [
  story(
    'ServiceDown',
    'the probes of every web process fail for ten minutes',
    '15m',
    {
      'autogen_probe_success{instance="a"}': '1x4 0x20 1x10',
      'autogen_probe_success{instance="b"}': '0x30',
    },
    fires('7m30s', '13m'),
  ),
  story(
    'ServiceDown',
    'the only web process dies',
    '12m',
    { 'autogen_probe_success{instance="a"}': '1x4 stale' },
    fires('7m30s', null),
  ),
  story('ServiceDown', 'one of two web processes fails', '15m', {
    'autogen_probe_success{instance="a"}': '1x40',
    'autogen_probe_success{instance="b"}': '0x40',
  }),
  story('ServiceDown', 'a restart of four minutes', '15m', {
    'autogen_probe_success{instance="a"}': '1x4 stale _x7 1x20',
  }),
  story(
    'MetricsAbsent',
    'nobody leads, so nobody counts the queue',
    '15m',
    { ...present, 'autogen_queue_jobs{instance="a",state="waiting"}': '3x10 stale' },
    fires('10m30s', null, { state: 'waiting' }),
  ),
  story(
    'MetricsAbsent',
    'the built-in watch has stopped',
    '18m',
    { ...present, 'autogen_watch_last_evaluation_timestamp_seconds{instance="a"}': '0+30x10 300x40' },
    fires('12m30s', null),
  ),
  story('MetricsAbsent', 'everything is there', '20m', present),
  story('Watchdog', 'always', '5m', {}, fires('0s', null)),
]
