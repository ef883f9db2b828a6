/** libs.versions.toml, Gradle's version catalogue. */
import { type Dependency, dependency, type Parser, type Place, parsed } from '../dependency.ts'
import { placer } from './reading/json-tree.ts'
import { namedFields } from './reading/toml-dependencies.ts'
import { pairOf, type TomlNode, textOf, tomlEntries } from './reading/toml-entries.ts'

export const parseVersionCatalog: Parser = (text) => {
  const entries = tomlEntries(text)
  const place = placer(text)
  const versions = new Map<string, TomlNode>()
  for (const entry of entries) {
    if (entry.table[0] === 'versions' && entry.key.length === 1)
      versions.set(entry.key[0] as string, entry.value)
  }
  const dependencies: Dependency[] = []
  for (const named of namedFields(entries, (path) =>
    ['libraries', 'plugins'].includes(path[0] ?? '') ? 1 : null,
  )) {
    const field = (name: string) => textOf(named.fields.get(name))
    const coordinates = namedFieldsOf(field, named.fields.get('version'))
    if (coordinates === null) continue
    const reference = textOf(pairOf(named.fields.get('version'), 'ref')?.value) ?? field('version.ref')
    const node = reference === null ? named.fields.get('version') : versions.get(reference)
    const at: Place = place(named.start, named.end)
    dependencies.push(
      dependency(coordinates.name, at, {
        version: coordinates.version ?? textOf(node),
        direct: true,
        places: node === undefined ? {} : { version: place(node.start, node.end) },
      }),
    )
  }
  return parsed(dependencies)
}

/** `"group:name:1.0"`, `{ module = "group:name" }`, `{ group, name }` or a plugin's `{ id }`. */
function namedFieldsOf(
  field: (name: string) => string | null,
  version: TomlNode | undefined,
): { readonly name: string; readonly version: string | null } | null {
  const module = field('module') ?? field('id')
  if (module !== null) return { name: module, version: null }
  const group = field('group')
  const name = field('name')
  if (group !== null && name !== null) return { name: `${group}:${name}`, version: null }
  const parts = (textOf(version) ?? '').split(':')
  if (parts.length === 3) return { name: `${parts[0]}:${parts[1]}`, version: parts[2] as string }
  return parts.length === 2 ? { name: parts[0] as string, version: parts[1] as string } : null
}
