/** yarn.lock, as Yarn 1 writes it and as Berry (2 and later) does. */
import { type Dependency, dependency, type Field, type Parser, type Place, parsed } from '../dependency.ts'
import { outlineLines } from './reading/outline.ts'

interface Entry {
  readonly name: string
  readonly place: Place
  readonly fields: Map<string, string>
  readonly places: Partial<Record<Field, Place>>
}

const fieldOf: Readonly<Record<string, Field>> = {
  version: 'version',
  resolved: 'source',
  resolution: 'source',
  integrity: 'integrity',
  checksum: 'integrity',
}

export const parseYarnLock: Parser = (text) =>
  parsed(/^__metadata:/m.test(text) ? berryEntries(text) : classicEntries(text))

function classicEntries(text: string): readonly Dependency[] {
  const found: Entry[] = []
  text.split('\n').forEach((line, at) => {
    const place = { line: at + 1, column: 1, endColumn: line.trimEnd().length + 1 }
    if (/^[^\s#]/.test(line)) {
      found.push({ name: nameOf(line), place, fields: new Map(), places: {} })
      return
    }
    const pair = /^ {2}(version|resolved|integrity) (\S+)\s*$/.exec(line)
    if (pair !== null)
      setField(found.at(-1), pair[1] as string, unquote(pair[2] as string), { ...place, column: 3 })
  })
  return found.map((entry) =>
    fromEntry(entry, entry.fields.get('resolved') ?? null, entry.fields.get('integrity') ?? null),
  )
}

function berryEntries(text: string): readonly Dependency[] {
  const found: Entry[] = []
  for (const line of outlineLines(text)) {
    if (line.indent === 0) found.push({ name: nameOf(line.key), place: line, fields: new Map(), places: {} })
    else if (line.indent === 2 && line.value !== '') setField(found.at(-1), line.key, line.value, line)
  }
  return found.flatMap((entry) => {
    const resolution = entry.fields.get('resolution') ?? ''
    const name = nameOf(resolution)
    const reference = resolution.slice(name.length + 1)
    if (name === '' || /^(?:workspace|link|portal|virtual):/.test(reference)) return []
    const fromRegistry = /^(?:npm|patch):/.test(reference)
    // The hash is of the archive in Yarn's cache, so it means something only beside the same cache key.
    const checksum = entry.fields.get('checksum')
    const slash = checksum?.indexOf('/') ?? -1
    const integrity =
      checksum === undefined
        ? null
        : slash > 0
          ? `${checksum.slice(0, slash)}-${checksum.slice(slash + 1)}`
          : `yarn-${checksum}`
    return [fromEntry({ ...entry, name }, fromRegistry ? null : reference, integrity)]
  })
}

function setField(entry: Entry | undefined, key: string, value: string, place: Place): void {
  if (entry === undefined) return
  entry.fields.set(key, value)
  const field = Object.hasOwn(fieldOf, key) ? fieldOf[key] : undefined
  if (field !== undefined) entry.places[field] = place
}

function fromEntry(entry: Entry, source: string | null, integrity: string | null): Dependency {
  const version = entry.fields.get('version') ?? null
  return dependency(entry.name, entry.place, { version, source, integrity, places: entry.places })
}

/** Of `"@scope/name@^1.0.0", "@scope/name@^1.1.0":` the first name. */
function nameOf(specifiers: string): string {
  const first = specifiers.replace(/^"/, '')
  const at = first.indexOf('@', 1)
  return at === -1 ? '' : first.slice(0, at)
}

function unquote(value: string): string {
  return value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value
}
