/** composer.lock. A release is bound to a commit, so a commit that changes under the same version is a moved tag. */
import { type Dependency, dependency, type Field, type Parser, type Place, parsed } from '../dependency.ts'
import { itemsOf, type JsonNode, parseJson, placer, reach, stringOf } from './reading/json-tree.ts'

export const parseComposerLock: Parser = (text) => {
  const root = parseJson(text)
  if (root?.kind !== 'object') return null
  const place = placer(text)
  const packages = ['packages', 'packages-dev'].flatMap((section) => itemsOf(reach(root, section)))
  return parsed(packages.flatMap((node) => fromPackage(node, place)))
}

function fromPackage(node: JsonNode, place: ReturnType<typeof placer>): readonly Dependency[] {
  const nameNode = reach(node, 'name')
  const name = stringOf(nameNode)
  if (name === null || nameNode?.kind !== 'scalar' || stringOf(reach(node, 'dist', 'type')) === 'path')
    return []
  const places: Partial<Record<Field, Place>> = {}
  const field = (as: Field, ...path: readonly string[]): string | null => {
    const found = reach(node, ...path)
    if (found?.kind !== 'scalar') return null
    places[as] = place(found.start, found.end)
    return stringOf(found)
  }
  const version = field('version', 'version')
  const git = field('source', 'source', 'url')
  const source = field('source', 'dist', 'url') ?? (git === null ? null : `git+${git}`)
  const isBranch = version !== null && (version.startsWith('dev-') || version.endsWith('-dev'))
  const reference = field('integrity', 'dist', 'reference') ?? field('integrity', 'source', 'reference')
  const sum = stringOf(reach(node, 'dist', 'shasum'))
  const hashes = [
    ...(reference === null || reference === '' || isBranch ? [] : [`commit-${reference}`]),
    ...(sum === null || sum === '' ? [] : [`sha1-${sum}`]),
  ]
  return [
    dependency(name.toLowerCase(), place(nameNode.start, nameNode.end), {
      version: isBranch ? null : version,
      source,
      integrity: hashes.length === 0 ? null : hashes.join(' '),
      places,
    }),
  ]
}
