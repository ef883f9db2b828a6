/** composer.json. PHP itself and its extensions are no packages. */
import { type Dependency, dependency, type Parser, parsed, type Registry } from '../dependency.ts'
import { itemsOf, type JsonNode, membersOf, parseJson, placer, reach, stringOf } from './reading/json-tree.ts'

export const parseComposerJson: Parser = (text) => {
  const root = parseJson(text)
  if (root?.kind !== 'object') return null
  const place = placer(text)
  const dependencies: Dependency[] = []
  for (const section of ['require', 'require-dev']) {
    for (const [name, member] of membersOf(reach(root, section))) {
      const version = stringOf(member.node)
      if (version === null || member.node.kind !== 'scalar' || !name.includes('/')) continue
      const at = place(member.node.start, member.node.end)
      const places = { version: at }
      dependencies.push(
        dependency(name.toLowerCase(), place(member.keyStart, member.keyEnd), {
          version,
          direct: true,
          places,
        }),
      )
    }
  }
  return parsed(
    dependencies,
    repositories(reach(root, 'repositories')).flatMap((one) => registry(one, place)),
  )
}

function repositories(node: JsonNode | null): readonly JsonNode[] {
  return node?.kind === 'object' ? [...node.members.values()].map((member) => member.node) : itemsOf(node)
}

function registry(node: JsonNode, place: ReturnType<typeof placer>): readonly Registry[] {
  const url = reach(node, 'url')
  if (url?.kind !== 'scalar' || typeof url.value !== 'string' || !url.value.includes('://')) return []
  return [{ url: url.value, ...place(url.start, url.end) }]
}
