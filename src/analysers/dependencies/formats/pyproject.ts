/** pyproject.toml: the standard tables, Poetry's, uv's, dependency groups, and further indexes. */
import { type Dependency, dependency, type Parser, type Place, parsed, type Registry } from '../dependency.ts'
import { placer } from './reading/json-tree.ts'
import { normalName, readRequirement } from './reading/pep508.ts'
import { fromFields, namedFields } from './reading/toml-dependencies.ts'
import { type TomlEntry, textOf, tomlEntries } from './reading/toml-entries.ts'

const sourceFields = ['git', 'url', 'path', 'file']

export const parsePyproject: Parser = (text) => {
  const entries = tomlEntries(text)
  const place = placer(text)
  const listed = entries.flatMap((entry) => requirementsIn(entry, place))
  const poetry = namedFields(entries, poetryDepth)
    .filter((named) => named.name !== 'python')
    .map((named) => ({ ...fromFields(named, place, sourceFields), name: normalName(named.name) }))
  const elsewhere = namedFields(entries, uvSourceDepth)
    .filter((named) => !named.fields.has('workspace') && !named.fields.has('index'))
    .map((named) => ({ ...fromFields(named, place, sourceFields), name: normalName(named.name) }))
  const moved = new Map(elsewhere.map((from) => [from.name, from]))
  const dependencies = [...listed, ...poetry].map((one) => withSource(one, moved.get(one.name)))
  return parsed(dependencies, registriesIn(entries, place))
}

function requirementsIn(
  entry: TomlEntry,
  place: (start: number, end: number) => Place,
): readonly Dependency[] {
  if (entry.value.kind !== 'array' || !holdsRequirements([...entry.table, ...entry.key])) return []
  return entry.value.items.flatMap((item) => {
    const requirement = readRequirement(textOf(item) ?? '')
    if (requirement === null) return []
    const at = place(item.start, item.end)
    return [
      dependency(requirement.name, at, {
        version: requirement.version,
        source: requirement.source,
        direct: true,
      }),
    ]
  })
}

function holdsRequirements(path: readonly string[]): boolean {
  const [first, second] = path
  if (first === 'project') {
    return (
      (path.length === 2 && second === 'dependencies') ||
      (path.length === 3 && second === 'optional-dependencies')
    )
  }
  if (first === 'dependency-groups') return path.length === 2
  const joined = path.join('.')
  return joined === 'build-system.requires' || joined === 'tool.uv.dev-dependencies'
}

function poetryDepth(path: readonly string[]): number | null {
  if (path[0] !== 'tool' || path[1] !== 'poetry') return null
  if (path[2] === 'dependencies' || path[2] === 'dev-dependencies') return 3
  return path[2] === 'group' && path[4] === 'dependencies' ? 5 : null
}

function uvSourceDepth(path: readonly string[]): number | null {
  return path[0] === 'tool' && path[1] === 'uv' && path[2] === 'sources' ? 3 : null
}

/** uv keeps the address apart from the requirement; the finding belongs where the address stands. */
function withSource(one: Dependency, from: Dependency | undefined): Dependency {
  if (from === undefined || from.source === null) return one
  return { ...one, source: from.source, places: { ...one.places, source: from.places.source ?? from } }
}

function registriesIn(
  entries: readonly TomlEntry[],
  place: (start: number, end: number) => Place,
): readonly Registry[] {
  return entries.flatMap((entry) => {
    const table = entry.table.join('.')
    const url = entry.key.length === 1 && entry.key[0] === 'url' ? textOf(entry.value) : null
    if (url === null || (table !== 'tool.poetry.source' && table !== 'tool.uv.index')) return []
    return [{ url, ...place(entry.value.start, entry.value.end) }]
  })
}
