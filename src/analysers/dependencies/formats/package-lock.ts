/** package-lock.json and npm-shrinkwrap.json, versions 1 (nested `dependencies`) to 3 (flat `packages`). */
import { type Dependency, dependency, type Field, type Parser, type Place, parsed } from '../dependency.ts'
import { sourceOf } from './package-json.ts'
import {
  type JsonMember,
  type JsonNode,
  membersOf,
  parseJson,
  placer,
  reach,
  stringOf,
} from './reading/json-tree.ts'

type Placer = (start: number, end: number) => Place

const modules = 'node_modules/'
const nestingMax = 50
const directSections = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

export const parsePackageLock: Parser = (text) => {
  const root = parseJson(text)
  if (root?.kind !== 'object') return null
  const place = placer(text)
  const packages = reach(root, 'packages')
  return parsed(packages?.kind === 'object' ? flat(packages, place) : nested(root, place))
}

function flat(packages: JsonNode, place: Placer): readonly Dependency[] {
  const direct = new Set<string>()
  for (const [key, member] of membersOf(packages)) {
    if (key.includes(modules)) continue
    for (const section of directSections) {
      for (const [name] of membersOf(reach(member.node, section))) direct.add(name)
    }
  }
  const found: Dependency[] = []
  for (const [key, member] of membersOf(packages)) {
    const at = key.lastIndexOf(modules)
    if (at === -1 || isTrue(member.node, 'link')) continue
    const name = key.slice(at + modules.length)
    const isTop = at === 0
    found.push(entry(name, member, place, isTop && direct.has(name)))
  }
  return found
}

function nested(root: JsonNode, place: Placer): readonly Dependency[] {
  const found: Dependency[] = []
  const waiting: (readonly [JsonNode | null, number])[] = [[reach(root, 'dependencies'), 0]]
  for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
    const [members, depth] = group
    for (const [name, member] of membersOf(members)) {
      found.push(entry(name, member, place, false))
      const inner = reach(member.node, 'dependencies')
      if (inner !== null && depth < nestingMax) waiting.push([inner, depth + 1])
    }
  }
  return found
}

function entry(name: string, member: JsonMember, place: Placer, direct: boolean): Dependency {
  const places: Partial<Record<Field, Place>> = {}
  const field = (key: string, as: Field): string | null => {
    const found = member.node.kind === 'object' ? member.node.members.get(key) : undefined
    if (found?.node.kind !== 'scalar') return null
    places[as] = place(found.keyStart, found.node.end)
    return stringOf(found.node)
  }
  const version = field('version', 'version')
  const resolved = field('resolved', 'source')
  const integrity = field('integrity', 'integrity')
  field('hasInstallScript', 'installScript')
  // In version 1 a package from elsewhere has its address where the version stands.
  const address = version === null ? null : sourceOf(version)
  return dependency(name, place(member.keyStart, member.keyEnd), {
    version: address === null ? version : null,
    source: resolved ?? address,
    integrity,
    direct,
    installScript: isTrue(member.node, 'hasInstallScript'),
    places,
  })
}

function isTrue(node: JsonNode, key: string): boolean {
  const value = reach(node, key)
  return value?.kind === 'scalar' && value.value === true
}
