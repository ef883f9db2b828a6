/** Cargo.toml, with workspace and per-target tables. */
import { type Parser, parsed } from '../dependency.ts'
import { placer } from './reading/json-tree.ts'
import { fromFields, namedFields } from './reading/toml-dependencies.ts'
import { textOf, tomlEntries } from './reading/toml-entries.ts'

const sections: ReadonlySet<string> = new Set(['dependencies', 'dev-dependencies', 'build-dependencies'])

export const parseCargoToml: Parser = (text) => {
  const place = placer(text)
  const found = namedFields(tomlEntries(text), depth).filter((named) => !named.fields.has('workspace'))
  return parsed(
    found.map((named) => {
      const one = fromFields(named, place, ['git', 'path', 'registry-index'])
      return { ...one, name: textOf(named.fields.get('package')) ?? one.name }
    }),
  )
}

function depth(path: readonly string[]): number | null {
  if (sections.has(path[0] ?? '')) return 1
  if (path[0] === 'workspace' && path[1] === 'dependencies') return 2
  if (path[0] === 'patch') return 2
  return path[0] === 'target' && sections.has(path[2] ?? '') ? 3 : null
}
