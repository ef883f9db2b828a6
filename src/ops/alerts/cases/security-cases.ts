import { type AlertCase, fires, story } from './alert-case.ts'

const counted = (kind: string) => `autogen_security_events_total{instance="a",kind="${kind}"}`

export const securityCases: readonly AlertCase[] = [
  story(
    'SecurityIncident',
    'a burst of wrong signatures over two instances',
    '12m',
    {
      [counted('bad-signature')]: '0x3 40x30',
      'autogen_security_events_total{instance="b",kind="bad-signature"}': '0x3 30x30',
    },
    fires('2m', '7m', { kind: 'bad-signature' }),
  ),
  story('SecurityIncident', 'a few wrong signatures, as after a changed secret', '12m', {
    [counted('bad-signature')]: '0x3 4 8 12x30',
  }),
  story(
    'SecurityIncident',
    'one webhook with a known number and another body',
    '12m',
    { [counted('guid-replayed')]: '0x3 1x30' },
    fires('2m', '7m', { kind: 'guid-replayed' }),
  ),
  story(
    'SecurityIncident',
    'somebody guesses tokens',
    '12m',
    { [counted('login-failed')]: '0x3 6 12 18x30' },
    fires('2m30s', '7m30s', { kind: 'login-failed' }),
  ),
  story('SecurityIncident', 'somebody mistypes a token', '12m', {
    [counted('login-failed')]: '0x3 1 2 3x30',
  }),
  story('SecurityIncident', 'a process restarts: counters begin at 0', '12m', {
    [counted('bad-signature')]: '500x6 0x20',
    [counted('audit-chain-broken')]: '0x30',
  }),
]
