/** A bundle of evidence in a few lines: what stands out, for somebody who has a minute. The whole stays in the bundle. */
import { printable } from '../text/printable.ts'

interface Answer {
  readonly name: string
  readonly result: 'answered' | 'failed' | 'late'
  readonly seen: unknown
}

const lineCharactersMax = 300
const namedMax = 5

/** @returns `name: what stands out`, one line each */
export function describeEvidence(probes: readonly Answer[]): readonly string[] {
  return probes.map(({ name, result, seen }) => {
    const words =
      result === 'answered' ? (describers[name]?.(seen) ?? short(seen)) : `no answer: ${String(seen)}`
    return bounded(`${name}: ${words}`)
  })
}

const describers: Readonly<Record<string, (seen: unknown) => string>> = {
  health: (seen) =>
    `store ${text(field(seen, 'store'))}; processes: ${named(field(seen, 'processes'), processWords)}`,
  kpis: (seen) => {
    const missed = items(seen).filter((one) => field(one, 'verdict') === 'missed')
    return missed.length === 0 ? 'none is missed' : `missed: ${named(missed, kpiWords)}`
  },
  errors: (seen) => {
    const lines = items(field(seen, 'lines'))
    const dead = items(field(seen, 'deadJobs')).length
    return `${lines.length === 0 ? 'none' : named(lines, errorWords)}; jobs given up: ${dead}`
  },
  queue: (seen) => {
    const states = field(field(seen, 'rows'), 'byState')
    const counts = ['waiting', 'parked', 'active', 'dead'].map(
      (state) => `${text(field(states, state))} ${state}`,
    )
    const switched = items(field(seen, 'switched'))
    return `${counts.join(', ')}${switched.length === 0 ? '' : `; switched: ${named(switched, text)}`}`
  },
  deliveries: (seen) => {
    const all = items(seen)
    const byState = Map.groupBy(all, (one) => text(field(one, 'state')))
    const counts = [...byState].map(([state, some]) => `${some.length} ${state}`)
    return all.length === 0 ? 'none' : `${counts.join(', ')}; the last at ${text(field(all[0], 'at'))}`
  },
  dependencies: (seen) => {
    const all = items(seen)
    const down = all.filter((one) => field(one, 'isUp') === false)
    return down.length === 0 ? `all ${all.length} are up` : `DOWN: ${named(down, dependencyWords)}`
  },
  changes: (seen) => {
    const deployed = items(field(seen, 'deployments')).toReversed()
    const done = items(field(seen, 'doings'))
    if (deployed.length + done.length === 0) return `none since ${text(field(seen, 'since'))}`
    return [named(deployed, deploymentWords), named(done, doingWords)]
      .filter((part) => part !== '')
      .join('; ')
  },
  breakers: (seen) =>
    items(seen).length === 0
      ? 'all are closed'
      : named(items(seen), (one) => `${text(field(one, 'name'))} ${text(field(one, 'state'))}`),
  dashboard: (seen) => (typeof seen === 'string' ? seen : 'none is configured'),
}

function processWords(one: unknown): string {
  return `${text(field(one, 'process'))} (seen ${text(field(one, 'lastSeenAt'))})`
}

function kpiWords(one: unknown): string {
  return `${text(field(one, 'title'))} ${text(field(one, 'value'))} (${text(field(one, 'target'))})`
}

function dependencyWords(one: unknown): string {
  const note = field(one, 'note')
  return `${text(field(one, 'name'))}${typeof note === 'string' ? ` (${note})` : ''}`
}

/** The message and the reason of a line of the log. */
function errorWords(one: unknown): string {
  const line = field(one, 'line')
  try {
    const said: unknown = JSON.parse(typeof line === 'string' ? line : '')
    const reason = field(said, 'reason') ?? field(field(said, 'err'), 'message') ?? field(said, 'error')
    return `${text(field(said, 'msg'))}${typeof reason === 'string' ? ` (${reason.slice(0, 100)})` : ''}`
  } catch {
    // A long one was cut, and is no JSON any more.
    return text(line).slice(0, 100)
  }
}

function deploymentWords(one: unknown): string {
  const settings = items(field(one, 'changedSettings'))
  const what =
    settings.length > 0 ? `settings ${named(settings, text)}` : `version ${text(field(one, 'version'))}`
  return `${text(field(one, 'at'))} ${text(field(one, 'role'))} on ${text(field(one, 'host'))} began with ${what}`
}

function doingWords(one: unknown): string {
  return `${text(field(one, 'at'))} ${text(field(one, 'by'))} ${text(field(one, 'action'))} ${text(field(one, 'subject'))}`
}

function named(all: unknown, words: (one: unknown) => string): string {
  const list = items(all)
  const more = list.length - namedMax
  return [...list.slice(0, namedMax).map(words), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** What was kept may be of another version, or cut: nothing is taken for granted. */
function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Readonly<Record<string, unknown>>)[name]
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '?'
}

function short(value: unknown): string {
  return JSON.stringify(value) ?? ''
}

function bounded(line: string): string {
  const shown = printable(line)
  return shown.length <= lineCharactersMax ? shown : `${shown.slice(0, lineCharactersMax - 1)}…`
}
