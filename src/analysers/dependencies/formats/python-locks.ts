/** poetry.lock and uv.lock: one `[[package]]` a version, with a hash for each artefact. */
import { type Dependency, dependency, type Field, type Parser, type Place, parsed } from '../dependency.ts'
import { placer } from './reading/json-tree.ts'
import { normalName } from './reading/pep508.ts'
import { pairOf, type TomlEntry, type TomlNode, textOf, tomlEntries } from './reading/toml-entries.ts'

interface Package {
  name: string
  place: Place | null
  version: string | null
  source: string | null
  skipped: boolean
  readonly hashes: string[]
  readonly places: Partial<Record<Field, Place>>
}

/** Both formats in one reader: their fields differ in name, never in meaning. */
export const parsePythonLock: Parser = (text) => {
  const place = placer(text)
  const packages: Package[] = []
  const oldHashes = new Map<string, string[]>()
  let section = -1
  for (const entry of tomlEntries(text)) {
    if (entry.table[0] === 'metadata' && entry.table[1] === 'files') {
      oldHashes.set(normalName(entry.key[0] ?? ''), hashesIn(entry.value))
    }
    if (entry.table[0] !== 'package') continue
    if (entry.table.length === 1 && entry.section !== section) {
      section = entry.section
      packages.push({
        name: '',
        place: null,
        version: null,
        source: null,
        skipped: false,
        hashes: [],
        places: {},
      })
    }
    const current = packages.at(-1)
    if (current !== undefined) addEntry(current, entry, place)
  }
  return parsed(packages.flatMap((one) => fromPackage(one, oldHashes)))
}

function addEntry(one: Package, entry: TomlEntry, place: (start: number, end: number) => Place): void {
  const key = entry.key[0] ?? ''
  const value = entry.value
  const at = place(entry.keyStart, value.end)
  if (entry.table.length === 1) {
    if (key === 'name') {
      one.name = normalName(textOf(value) ?? '')
      one.place = at
    } else if (key === 'version') {
      one.version = textOf(value)
      one.places.version = at
    } else if (key === 'source') {
      one.places.source = at
      readUvSource(one, value)
    } else if (key === 'files' || key === 'wheels' || key === 'sdist') {
      one.hashes.push(...hashesIn(value))
      const first = value.kind === 'array' ? value.items[0] : value
      one.places.integrity ??= first === undefined ? at : place(first.start, first.end)
    }
  } else if (entry.table[1] === 'source' && entry.table.length === 2) {
    readPoetrySource(one, key, textOf(value) ?? '', at)
  }
}

function readUvSource(one: Package, value: TomlNode): void {
  const field = (name: string) => textOf(pairOf(value, name)?.value)
  const git = field('git')
  one.source = git !== null ? `git+${git}` : (field('url') ?? field('registry'))
  one.skipped = ['editable', 'virtual', 'directory', 'path'].some((local) => field(local) !== null)
}

function readPoetrySource(one: Package, key: string, value: string, at: Place): void {
  if (key === 'type') one.skipped = value === 'directory' || value === 'file'
  if (key === 'type' && value === 'git') one.source = one.source === null ? 'git+' : `git+${one.source}`
  if (key !== 'url') return
  one.source = one.source === 'git+' ? `git+${value}` : value
  one.places.source = at
}

function hashesIn(value: TomlNode): string[] {
  const items = value.kind === 'array' ? value.items : [value]
  return items.flatMap((item) => {
    const hash = textOf(pairOf(item, 'hash')?.value)
    if (hash === null) return []
    const address = textOf(pairOf(item, 'file')?.value) ?? textOf(pairOf(item, 'url')?.value) ?? ''
    const file = address.slice(address.lastIndexOf('/') + 1).replace(/\s/g, '')
    return [file === '' ? hash : `${file}=${hash}`]
  })
}

function fromPackage(one: Package, oldHashes: ReadonlyMap<string, readonly string[]>): readonly Dependency[] {
  if (one.place === null || one.name === '' || one.skipped) return []
  const hashes = one.hashes.length > 0 ? one.hashes : (oldHashes.get(one.name) ?? [])
  return [
    dependency(one.name, one.place, {
      version: one.version,
      source: one.source,
      integrity: hashes.length === 0 ? null : hashes.join(' '),
      places: one.places,
    }),
  ]
}
