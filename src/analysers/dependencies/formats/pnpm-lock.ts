/** pnpm-lock.yaml, lock file versions 5 to 9. */
import { type Dependency, dependency, type Field, type Parser, type Place, parsed } from '../dependency.ts'
import { flowMap, type OutlineLine, outlineLines } from './reading/outline.ts'

const sections: ReadonlySet<string> = new Set(['dependencies', 'devDependencies', 'optionalDependencies'])

interface Entry {
  readonly key: OutlineLine
  readonly fields: Map<string, string>
  readonly places: Partial<Record<Field, Place>>
}

export const parsePnpmLock: Parser = (text) => {
  const lines = outlineLines(text)
  const slashes = Number.parseFloat(lines.find((line) => line.key === 'lockfileVersion')?.value ?? '9') < 6
  const direct = directNames(lines)
  const entries: Entry[] = []
  let inPackages = false
  for (const line of lines) {
    if (line.indent === 0) inPackages = line.key === 'packages'
    else if (!inPackages) continue
    else if (line.indent === 2) entries.push({ key: line, fields: new Map(), places: {} })
    else addField(entries.at(-1), line)
  }
  return parsed(entries.flatMap((entry) => fromEntry(entry, slashes, direct)))
}

function directNames(lines: readonly OutlineLine[]): ReadonlySet<string> {
  const names = new Set<string>()
  let importers = false
  let sectionIndent = -1
  for (const line of lines) {
    if (line.indent === 0) importers = line.key === 'importers'
    const expected = importers ? 4 : 0
    if (line.indent <= expected) {
      sectionIndent = line.indent === expected && sections.has(line.key) ? expected : -1
    } else if (sectionIndent !== -1 && line.indent === sectionIndent + 2) names.add(line.key)
  }
  return names
}

function addField(entry: Entry | undefined, line: OutlineLine): void {
  if (entry === undefined) return
  if (line.indent === 4 && line.key === 'resolution') {
    for (const [key, value] of flowMap(line.value)) setField(entry, key, value, line)
  } else if (line.indent === 4 && ['name', 'version', 'requiresBuild'].includes(line.key)) {
    setField(entry, line.key, line.value, line)
  } else if (line.indent === 6 && ['integrity', 'tarball', 'repo', 'type', 'directory'].includes(line.key)) {
    if (!entry.fields.has(line.key)) setField(entry, line.key, line.value, line)
  }
}

function setField(entry: Entry, key: string, value: string, place: Place): void {
  entry.fields.set(key, value)
  if (key === 'integrity') entry.places.integrity = place
  if (key === 'tarball' || key === 'repo') entry.places.source = place
  if (key === 'version') entry.places.version = place
  if (key === 'requiresBuild') entry.places.installScript = place
}

function fromEntry(entry: Entry, slashes: boolean, direct: ReadonlySet<string>): readonly Dependency[] {
  const { fields } = entry
  const [keyName, keyVersion] = splitKey(entry.key.key, slashes)
  const name = fields.get('name') ?? keyName
  if (name === '' || fields.get('type') === 'directory' || keyVersion.startsWith('link:')) return []
  const isAddress = keyVersion.includes(':') || keyVersion.includes('/')
  const repository = fields.get('repo')
  const source =
    repository !== undefined
      ? repository.startsWith('git')
        ? repository
        : `git+${repository}`
      : (fields.get('tarball') ?? (isAddress ? keyVersion : null))
  return [
    dependency(name, entry.key, {
      version: fields.get('version') ?? (isAddress ? null : keyVersion),
      source,
      integrity: fields.get('integrity') ?? null,
      direct: direct.has(name),
      installScript: fields.get('requiresBuild') === 'true',
      places: entry.places,
    }),
  ]
}

/** `/name/1.0.0_peers` before version 6, `/name@1.0.0(peers)` then, `name@1.0.0` from 9 on. */
function splitKey(key: string, slashes: boolean): readonly [string, string] {
  const parenthesis = key.indexOf('(')
  const plain = (parenthesis === -1 ? key : key.slice(0, parenthesis)).replace(/^\//, '')
  if (slashes && key.startsWith('/')) {
    const scopeEnd = plain.startsWith('@') ? plain.indexOf('/') + 1 : 0
    const slash = plain.indexOf('/', scopeEnd)
    if (slash === -1) return ['', '']
    const version = plain.slice(slash + 1)
    const peers = version.indexOf('_')
    return [plain.slice(0, slash), peers === -1 ? version : version.slice(0, peers)]
  }
  const at = plain.indexOf('@', 1)
  return at === -1 ? [plain, plain] : [plain.slice(0, at), plain.slice(at + 1)]
}
