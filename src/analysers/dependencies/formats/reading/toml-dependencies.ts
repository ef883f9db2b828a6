/** The tables that Cargo, Poetry and Pipenv keep dependencies in: one name, and a version or a table of fields. */
import { type Dependency, dependency, type Field, type Place } from '../../dependency.ts'
import { type TomlEntry, type TomlNode, textOf } from './toml-entries.ts'

export interface NamedFields {
  readonly name: string
  readonly start: number
  readonly end: number
  /** A plain string or list of tables counts as the field `version`. */
  readonly fields: Map<string, TomlNode>
}

/**
 * @param depth how many keys of an entry's full path come before the dependency's name; null for other tables
 */
export function namedFields(
  entries: readonly TomlEntry[],
  depth: (path: readonly string[]) => number | null,
): readonly NamedFields[] {
  const found = new Map<string, NamedFields>()
  for (const entry of entries) {
    const path = [...entry.table, ...entry.key]
    const before = depth(path)
    const name = before === null ? undefined : path[before]
    if (before === null || name === undefined) continue
    const id = JSON.stringify(path.slice(0, before + 1))
    const known = found.get(id) ?? { name, start: entry.keyStart, end: entry.keyEnd, fields: new Map() }
    found.set(id, known)
    const field = path[before + 1]
    if (field !== undefined) known.fields.set(field, entry.value)
    else addFields(known.fields, entry.value)
  }
  return [...found.values()]
}

/** A manifest's dependency: `source` is the first of these fields that is there. */
export function fromFields(
  named: NamedFields,
  place: (start: number, end: number) => Place,
  sourceFields: readonly string[],
): Dependency {
  const version = named.fields.get('version')
  const sourceName = sourceFields.find((field) => named.fields.has(field))
  const source = sourceName === undefined ? undefined : named.fields.get(sourceName)
  const address = textOf(source)
  const places: Partial<Record<Field, Place>> = {}
  if (version !== undefined) places.version = place(version.start, version.end)
  if (source !== undefined) places.source = place(source.start, source.end)
  return dependency(named.name, place(named.start, named.end), {
    version: textOf(version),
    source: address === null || sourceName === undefined ? null : addressOf(sourceName, address),
    direct: true,
    places,
  })
}

function addFields(fields: Map<string, TomlNode>, value: TomlNode): void {
  if (value.kind === 'text') fields.set('version', value)
  else if (value.kind === 'table') {
    for (const pair of value.entries) fields.set(pair.key.join('.'), pair.value)
  }
}

function addressOf(field: string, address: string): string {
  if (field === 'git') return address.startsWith('git') ? address : `git+${address}`
  return field === 'path' || field === 'file' ? `file:${address}` : address
}
