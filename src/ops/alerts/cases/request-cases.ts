import { type AlertCase, every, fires, story } from './alert-case.ts'

const ok = 'autogen_http_requests_total{instance="a",route="/webhook",class="2xx"}'
const bad = 'autogen_http_requests_total{instance="a",route="/webhook",class="5xx"}'
const health = 'autogen_http_requests_total{instance="a",route="/health",class="5xx"}'
const probesOk = 'autogen_probes_total{instance="a",result="ok"}'
const probesFailed = 'autogen_probes_total{instance="a",result="failed"}'

/** Per 30 s: how many answers took up to 2 s, up to 10 s, up to 30 s. */
function answers(
  points: string,
  slow: readonly [string, string],
  route = '/webhook',
): Readonly<Record<string, string>> {
  const [upTo10, upTo30] = slow
  const bucket = (le: string) =>
    `autogen_http_request_duration_seconds_bucket{instance="a",route="${route}",status="202",le="${le}"}`
  return {
    [bucket('1')]: points,
    [bucket('3')]: points,
    [bucket('5')]: points,
    [bucket('10')]: upTo10,
    [bucket('30')]: upTo30,
    [bucket('+Inf')]: upTo30,
  }
}

export const requestCases: readonly AlertCase[] = [
  story(
    'ErrorRateCritical',
    'one in ten requests fails for five minutes',
    '12m',
    { [ok]: '0+90x30', [bad]: '0x4 10+10x9 100x20' },
    fires('4m30s', '8m'),
  ),
  story('ErrorRateCritical', 'every request fails for a minute', '12m', {
    [ok]: '0+90x4 360x2 450+90x20',
    [bad]: '0x4 90 180x30',
  }),
  story('ErrorRateCritical', 'no request at all, and a failing health check', '12m', {
    [ok]: '0x30',
    [bad]: '0x30',
    [health]: '0+2x30',
  }),
  story('ErrorRateCritical', 'one of ten instances is broken, which is not 5 %', '12m', {
    [ok]: '0+970x30',
    'autogen_http_requests_total{instance="b",route="/webhook",class="5xx"}': '0+30x30',
  }),
  story(
    'ErrorRateHigh',
    'two in a hundred fail',
    '15m',
    { [ok]: '0+98x40', [bad]: '0x4 2+2x19 40x20' },
    fires('8m', '13m30s'),
  ),
  story('ErrorRateHigh', 'a single error among few requests', '15m', {
    [ok]: '0+2x40',
    [bad]: '0x4 1x40',
  }),
  story('ErrorRateHigh', 'a process restarts: its counters begin at 0', '15m', {
    [ok]: '0+100x10 0+100x30',
    [bad]: '5000x10 0x30',
  }),
  story(
    'ResponseTimeCritical',
    'answers take a quarter of a minute',
    '18m',
    answers('0+90x40', ['0+90x40', '0+90x4 460+100x9 1450+90x40']),
    fires('7m30s', '12m'),
  ),
  story(
    'ResponseTimeCritical',
    'a single slow answer',
    '15m',
    answers('0+2x40', ['0+2x40', '0+2x4 11+2x40']),
  ),
  story(
    'ResponseTimeDegraded',
    'one answer in fifty takes 6 to 10 s',
    '18m',
    answers('0+98x40', ['0+98x4 492+100x12 1790+98x40', '0+98x4 492+100x12 1790+98x40']),
    fires('9m', '11m30s'),
  ),
  story(
    'ResponseTimeDegraded',
    'one answer in a thousand is slow',
    '15m',
    answers('0+999x40', ['0+1000x40', '0+1000x40']),
  ),
  story(
    'ResponseTimeDegraded',
    'steps of the runbook that somebody runs through the API take their time',
    '15m',
    answers('0x40', ['0+2x40', '0+4x40'], '/api/steps'),
  ),
  every(
    '1m',
    story(
      'ErrorBudgetBurnFast',
      'three in a hundred requests fail, after an hour without an error',
      '2h',
      { [ok]: '0+970x120', [bad]: '0x60 30+30x40 1230x30' },
      fires('1h31m', '1h44m'),
    ),
  ),
  every(
    '1m',
    story(
      'ErrorBudgetBurnFast',
      'the intake is down for one minute in five, with no request to see it',
      '1h30m',
      { [probesOk]: '0+4x90', [probesFailed]: '0x20 4x4 8x4 12x4 16x4 20x4 24x60' },
      fires('28m', '51m'),
    ),
  ),
  every(
    '1m',
    story('ErrorBudgetBurnFast', 'a handful of errors in a quiet hour', '2h', {
      [ok]: '0+1x120',
      [bad]: '0x60 1x20 2x20 3x40',
    }),
  ),
  every(
    '5m',
    story(
      'ErrorBudgetBurnSlow',
      'eight in a thousand fail for hours',
      '9h',
      { [ok]: '0+4960x108', [bad]: '0x6 40+40x80 3240x40' },
      fires('2h5m', '7h25m'),
    ),
  ),
  every(
    '5m',
    story('ErrorBudgetBurnSlow', 'one in a thousand fails, which is what the objective allows', '7h', {
      [ok]: '0+4995x84',
      [bad]: '0+5x84',
    }),
  ),
]
