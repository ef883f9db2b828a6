/** Cargo.lock; a package without a source is part of the workspace. */
import { type Dependency, dependency, type Field, type Parser, type Place, parsed } from '../dependency.ts'
import { placer } from './reading/json-tree.ts'
import { textOf, tomlEntries } from './reading/toml-entries.ts'

interface Package {
  readonly fields: Map<string, string>
  readonly places: Map<string, Place>
}

const officialIndexes: ReadonlySet<string> = new Set([
  'registry+https://github.com/rust-lang/crates.io-index',
  'sparse+https://index.crates.io/',
])

export const parseCargoLock: Parser = (text) => {
  const place = placer(text)
  const packages = new Map<number, Package>()
  const oldChecksums = new Map<string, string>()
  for (const entry of tomlEntries(text)) {
    if (entry.table[0] === 'metadata') {
      const old = /^checksum (\S+) (\S+) /.exec(entry.key[0] ?? '')
      if (old !== null) oldChecksums.set(`${old[1]} ${old[2]}`, textOf(entry.value) ?? '')
    }
    if (entry.table.length !== 1 || entry.table[0] !== 'package') continue
    const one = packages.get(entry.section) ?? { fields: new Map(), places: new Map() }
    packages.set(entry.section, one)
    const value = textOf(entry.value)
    const key = entry.key[0] ?? ''
    if (value === null) continue
    one.fields.set(key, value)
    one.places.set(key, place(entry.keyStart, entry.value.end))
  }
  return parsed([...packages.values()].flatMap((one) => fromPackage(one, oldChecksums)))
}

function fromPackage(
  { fields, places }: Package,
  oldChecksums: ReadonlyMap<string, string>,
): readonly Dependency[] {
  const name = fields.get('name')
  const at = places.get('name')
  const source = fields.get('source')
  if (name === undefined || at === undefined || source === undefined) return []
  const found: Partial<Record<Field, Place>> = {}
  for (const [key, field] of [
    ['version', 'version'],
    ['source', 'source'],
    ['checksum', 'integrity'],
  ] as const) {
    const where = places.get(key)
    if (where !== undefined) found[field] = where
  }
  // Until 2020 all checksums stood in one table at the file's end.
  const checksum = fields.get('checksum') ?? oldChecksums.get(`${name} ${fields.get('version')}`)
  return [
    dependency(name, at, {
      version: fields.get('version') ?? null,
      source: officialIndexes.has(source) ? null : source.replace(/^(?:registry|sparse)\+/, ''),
      integrity: checksum === undefined ? null : `sha256-${checksum}`,
      places: found,
    }),
  ]
}
