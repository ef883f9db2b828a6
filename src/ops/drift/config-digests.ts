/**
 * A configuration as digests of its settings, which may be stored and compared: each is 20 bits of a hash, enough to see
 * that a setting changed, and too little to test guesses at a secret.
 */
import { createHash } from 'node:crypto'

export type ConfigDigests = Readonly<Record<string, string>>

/** They belong to one process or its machine: other processes may have others. */
const ownToAProcess: ReadonlySet<string> = new Set(['dataFolder', 'http.host', 'http.port', 'metrics.port'])
const digitsKept = 5

/** By the setting's name, e.g. `worker.concurrency`, `apps.main.privateKey`. */
export function digestConfig(config: object): ConfigDigests {
  const valuesOf = Map.groupBy(leavesOf(config, ''), ([name]) => name)
  // A name that dots or empty keys give to several settings stands for all of them, in whatever order they came.
  const leaves = [...valuesOf].map(([name, all]) => [name, all.map(([, value]) => value).sort()] as const)
  return Object.fromEntries(
    leaves
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, values]) => [name, digest([name, ...values].join('\n'), digitsKept)]),
  )
}

/** What all processes of a service have to agree on. */
export function sharedDigests(digests: ConfigDigests): ConfigDigests {
  return Object.fromEntries(Object.entries(digests).filter(([name]) => !ownToAProcess.has(name)))
}

/** One word for all of them together. */
export function hashOfDigests(digests: ConfigDigests): string {
  return digest(JSON.stringify(Object.entries(digests).sort()), 16)
}

/** Names of the settings that are not the same in both. */
export function differingSettings(one: ConfigDigests, other: ConfigDigests): readonly string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].filter((name) => one[name] !== other[name]).sort()
}

function leavesOf(value: unknown, name: string): [string, string][] {
  if (Array.isArray(value) && value.length > 0 && value.every(hasName)) {
    return value.flatMap((one) => leavesOf(one, `${name}.${one.name}`))
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const prefix = name === '' ? '' : `${name}.`
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${prefix}${key}`))
  }
  return [[name, JSON.stringify(value) ?? '']]
}

function hasName(value: unknown): value is { readonly name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
}

function digest(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits)
}
