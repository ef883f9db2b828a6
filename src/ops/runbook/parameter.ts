/**
 * Parameters of steps: checked by type, then handed over as environment variables. No value begins with a dash, so that
 * none can become an option of the command that it is given to.
 */
import { lanes } from '../../domain/job/lane.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { StepParameter } from './runbook-page.ts'

export const parameterTypes = [
  'app-name',
  'circuit-name',
  'count',
  'date',
  'duration',
  'incident',
  'installation',
  'job',
  'lane',
  'log-level',
  'repository-id',
  'repository-name',
  'severity',
  'task-name',
  'text',
  'workload',
] as const
export type ParameterType = (typeof parameterTypes)[number]

interface Form {
  readonly pattern: RegExp
  /** For people. */
  readonly looksLike: string
}

const wholeNumber = /^[1-9][0-9]{0,14}$/
const forms: Readonly<Record<ParameterType, Form>> = {
  'app-name': { pattern: /^[a-z0-9][a-z0-9-]{0,38}$/, looksLike: 'a name such as main' },
  'circuit-name': {
    pattern: /^[a-z][a-z-]{0,30}:[A-Za-z0-9][A-Za-z0-9.:_/-]{0,120}$/,
    looksLike: 'a name as in "circuit list", such as repository:main/21',
  },
  count: { pattern: /^(?:[1-9]|[1-5][0-9]|6[0-4])$/, looksLike: 'a whole number from 1 to 64' },
  date: { pattern: /^20[0-9]{2}-[01][0-9]-[0-3][0-9]$/, looksLike: 'a date such as 2026-11-23' },
  duration: { pattern: /^[1-9][0-9]{0,3}[smhd]$/, looksLike: 'a time such as 30m' },
  incident: { pattern: wholeNumber, looksLike: "an incident's number" },
  installation: { pattern: wholeNumber, looksLike: "an installation's number" },
  job: { pattern: wholeNumber, looksLike: "a job's number" },
  lane: { pattern: new RegExp(`^(?:${lanes.join('|')})$`), looksLike: `one of ${lanes.join(', ')}` },
  'log-level': { pattern: /^(?:debug|info|warn|error)$/, looksLike: 'debug, info, warn or error' },
  'repository-id': { pattern: wholeNumber, looksLike: "a repository's number" },
  'repository-name': {
    pattern: /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9_.][A-Za-z0-9_.-]{0,99}$/,
    looksLike: 'owner/name',
  },
  severity: { pattern: /^P[123]$/, looksLike: 'P1, P2 or P3' },
  'task-name': { pattern: /^[a-z][a-z0-9-]{0,60}$/, looksLike: 'a name such as weekly-capacity' },
  text: {
    pattern: /^[\p{L}\p{N}(][\p{L}\p{N}\p{P}\p{S} ]{0,199}$/u,
    looksLike: 'a line of at most 200 characters',
  },
  workload: {
    pattern: /^(?:autogen-bot|autogen-bot-worker)$/,
    looksLike: 'autogen-bot or autogen-bot-worker',
  },
}

/** @returns why the value is not of the type, or null */
export function wrongWith(type: ParameterType, value: string): string | null {
  const { pattern, looksLike } = forms[type]
  return pattern.test(value) ? null : `give ${looksLike}`
}

/** `log-level` is `$LOG_LEVEL` in the command. */
export function variableOf(name: string): string {
  return name.replaceAll('-', '_').toUpperCase()
}

/** @returns one value for each parameter of the step, or a sentence about everything that is wrong */
export function checkParameters(
  parameters: readonly StepParameter[],
  given: Readonly<Record<string, string>>,
): Outcome<Readonly<Record<string, string>>, string> {
  const unknown = Object.keys(given).filter((name) => parameters.every((one) => one.name !== name))
  const wrong = [
    ...unknown.map((name) => `there is no parameter ${name}`),
    ...parameters.flatMap(({ name, type }) => {
      const value = given[name]
      const problem =
        value === undefined ? `is missing: give ${forms[type].looksLike}` : wrongWith(type, value)
      return problem === null ? [] : [`${name} ${value === undefined ? problem : `is refused: ${problem}`}`]
    }),
  ]
  if (wrong.length > 0) return fail(wrong.join('; '))
  return succeed(Object.fromEntries(parameters.map(({ name }) => [name, given[name] ?? ''])))
}
