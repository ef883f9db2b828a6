/** Pipfile. */
import { type Parser, parsed } from '../dependency.ts'
import { placer } from './reading/json-tree.ts'
import { normalName } from './reading/pep508.ts'
import { fromFields, namedFields } from './reading/toml-dependencies.ts'
import { textOf, tomlEntries } from './reading/toml-entries.ts'

const sections: ReadonlySet<string> = new Set(['packages', 'dev-packages'])

export const parsePipfile: Parser = (text) => {
  const entries = tomlEntries(text)
  const place = placer(text)
  const dependencies = namedFields(entries, (path) => (sections.has(path[0] ?? '') ? 1 : null)).map(
    (named) => ({
      ...fromFields(named, place, ['git', 'url', 'path', 'file']),
      name: normalName(named.name),
    }),
  )
  const registries = entries.flatMap((entry) => {
    const url = entry.table[0] === 'source' && entry.key[0] === 'url' ? textOf(entry.value) : null
    return url === null ? [] : [{ url, ...place(entry.value.start, entry.value.end) }]
  })
  return parsed(dependencies, registries)
}
