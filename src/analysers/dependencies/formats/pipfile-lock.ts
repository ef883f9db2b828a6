/** Pipfile.lock. */
import { type Dependency, dependency, type Field, type Parser, type Place, parsed } from '../dependency.ts'
import {
  itemsOf,
  type JsonMember,
  membersOf,
  parseJson,
  placer,
  reach,
  stringOf,
} from './reading/json-tree.ts'
import { normalName } from './reading/pep508.ts'

export const parsePipfileLock: Parser = (text) => {
  const root = parseJson(text)
  if (root?.kind !== 'object') return null
  const place = placer(text)
  const dependencies = ['default', 'develop'].flatMap((section) =>
    [...membersOf(reach(root, section))].map(([name, member]) => entry(name, member, place)),
  )
  const registries = itemsOf(reach(root, '_meta', 'sources')).flatMap((source) => {
    const url = reach(source, 'url')
    return url?.kind === 'scalar' && typeof url.value === 'string'
      ? [{ url: url.value, ...place(url.start, url.end) }]
      : []
  })
  return parsed(dependencies, registries)
}

function entry(name: string, member: JsonMember, place: (start: number, end: number) => Place): Dependency {
  const members = member.node.kind === 'object' ? member.node.members : new Map<string, JsonMember>()
  const places: Partial<Record<Field, Place>> = {}
  const at = (key: string, field: Field) => {
    const found = members.get(key)
    if (found !== undefined) places[field] = place(found.keyStart, found.keyEnd)
    return stringOf(found?.node ?? null)
  }
  const version = at('version', 'version')
  const git = at('git', 'source')
  at('hashes', 'integrity')
  const items = itemsOf(members.get('hashes')?.node ?? null)
  const hashes = items.flatMap((hash) => stringOf(hash) ?? [])
  const first = items[0]
  if (first?.kind === 'scalar') places.integrity = place(first.start, first.end)
  return dependency(normalName(name), place(member.keyStart, member.keyEnd), {
    version: version?.replace(/^==/, '') ?? null,
    source: git === null ? at('file', 'source') : git.startsWith('git') ? git : `git+${git}`,
    integrity: hashes.length === 0 ? null : hashes.join(' '),
    places,
  })
}
