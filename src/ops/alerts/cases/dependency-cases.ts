import { type AlertCase, fires, story } from './alert-case.ts'

const up = (instance: string, dependency: string, criticality: string) =>
  `autogen_dependency_up{instance="${instance}",dependency="${dependency}",criticality="${criticality}"}`
const budget = (resource: string) =>
  `autogen_github_budget_remaining_ratio{instance="a",app="main",resource="${resource}"}`
const spent = (instance: string) => `autogen_model_budget_used_ratio{instance="${instance}"}`
const ends = (name: string) =>
  `autogen_certificate_not_after_timestamp_seconds{instance="a",certificate="${name}"}`
const lasts = (name: string) => `autogen_certificate_lifetime_seconds{instance="a",certificate="${name}"}`

export const dependencyCases: readonly AlertCase[] = [
  story(
    'VitalDependencyDown',
    'the code host is away for three minutes',
    '10m',
    {
      [up('a', 'github/main', 'vital')]: '1x3 0x5 1x20',
      [up('b', 'github/main', 'vital')]: '1x40',
      [up('a', 'store', 'vital')]: '1x40',
    },
    fires('3m', '5m', { dependency: 'github/main' }),
  ),
  story('VitalDependencyDown', 'a short interruption, and a component', '10m', {
    [up('a', 'store', 'vital')]: '1x3 0 1x20',
    [up('a', 'queue', 'component')]: '0x40',
  }),
  story(
    'ComponentFailed',
    'Redis is away',
    '10m',
    { [up('a', 'queue', 'component')]: '1x3 0x10 1x20', [up('a', 'notifier/mail', 'component')]: '0x40' },
    fires('4m', '7m30s', { dependency: 'queue' }),
  ),
  story(
    'ComponentFailed',
    'a provider of models fails its requests',
    '10m',
    { [up('a', 'model/large', 'component')]: '1x3 0x40', [up('a', 'queue', 'component')]: '1x40' },
    fires('4m', null, { dependency: 'model/large' }),
  ),
  story('ComponentFailed', 'all components are well', '10m', {
    [up('a', 'queue', 'component')]: '1x40',
    [up('a', 'model/large', 'component')]: '1x40',
  }),
  story(
    'NotifierFailing',
    'mail cannot be sent',
    '10m',
    { [up('a', 'notifier/mail', 'component')]: '1x3 0x40', [up('a', 'notifier/chat', 'component')]: '1x40' },
    fires('4m', null, { dependency: 'notifier/mail' }),
  ),
  story('NotifierFailing', 'Redis is away, every notifier is well', '10m', {
    [up('a', 'queue', 'component')]: '0x40',
    [up('a', 'notifier/chat', 'component')]: '1x40',
  }),
  story(
    'GitHubBudgetLow',
    'a busy hour',
    '10m',
    { [budget('core')]: '0.3 0.11 0.09 0.05x6 1x20', [budget('graphql')]: '0.9x40' },
    fires('2m', '5m', { app: 'main', resource: 'core' }),
  ),
  story('GitHubBudgetLow', 'a tenth is left', '10m', { [budget('core')]: '0.1x40' }),
  story(
    'BudgetNearlySpent',
    'a day of many reviews, as two processes see it',
    '10m',
    { [spent('a')]: '0.7 0.8 0.81x5 0.79x20', [spent('b')]: '0.7 0.7 0.82x6 0.79x20' },
    fires('2m', '4m30s'),
  ),
  story('BudgetNearlySpent', 'four fifths are used', '10m', { [spent('a')]: '0.8x40' }),
  story(
    'CertificateExpiring',
    'a week before the end of a long one, a third before the end of a short one',
    '10m',
    {
      // Seven days and two minutes are left; of a certificate of one day, a third and four minutes.
      [ends('web')]: '604920x40',
      [lasts('web')]: '7776000x40',
      [ends('mesh')]: '29040x40',
      [lasts('mesh')]: '86400x40',
    },
    fires('2m30s', null, { certificate: 'web' }),
    fires('4m30s', null, { certificate: 'mesh' }),
  ),
  story('CertificateExpiring', 'renewed in time', '10m', {
    [ends('web')]: '604920x3 7776000x40',
    [lasts('web')]: '7776000x40',
  }),
]
