/** packages.lock.json of NuGet: one group for each target framework. */
import { type Dependency, dependency, type Field, type Parser, type Place, parsed } from '../dependency.ts'
import { membersOf, parseJson, placer, reach, stringOf } from './reading/json-tree.ts'

export const parseNugetLock: Parser = (text) => {
  const root = parseJson(text)
  if (root?.kind !== 'object') return null
  const place = placer(text)
  const found: Dependency[] = []
  for (const [, framework] of membersOf(reach(root, 'dependencies'))) {
    for (const [name, member] of membersOf(framework.node)) {
      const type = stringOf(reach(member.node, 'type'))
      if (type === 'Project') continue
      const places: Partial<Record<Field, Place>> = {}
      const field = (key: string, as: Field): string | null => {
        const value = reach(member.node, key)
        if (value?.kind !== 'scalar') return null
        places[as] = place(value.start, value.end)
        return stringOf(value)
      }
      const version = field('resolved', 'version')
      const hash = field('contentHash', 'integrity')
      found.push(
        dependency(name, place(member.keyStart, member.keyEnd), {
          version,
          integrity: hash === null ? null : `sha512-${hash}`,
          direct: type === 'Direct',
          places,
        }),
      )
    }
  }
  return parsed(found)
}
