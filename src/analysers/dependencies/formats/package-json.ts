/** package.json: ranges by section, and the scripts that an installation runs. */
import { type Dependency, dependency, type InstallHook, type Parser, parsed } from '../dependency.ts'
import { membersOf, parseJson, placer, reach, stringOf } from './reading/json-tree.ts'

/** Not `peerDependencies`: those are wishes about somebody else's installation. */
const sections = ['dependencies', 'devDependencies', 'optionalDependencies'] as const
const hookNames = ['preinstall', 'install', 'postinstall', 'prepare'] as const
const localProtocol = /^(?:workspace|link|portal|catalog|patch):/

export const parsePackageJson: Parser = (text) => {
  const root = parseJson(text)
  if (root?.kind !== 'object') return null
  const place = placer(text)
  const scope = scopeOf(stringOf(reach(root, 'name')) ?? '')
  const dependencies: Dependency[] = []
  for (const section of sections) {
    for (const [name, member] of membersOf(reach(root, section))) {
      const value = stringOf(member.node)
      if (value === null || member.node.kind !== 'scalar' || localProtocol.test(value)) continue
      // A package of the own scope with any version is a sibling in the same workspace.
      if (value === '*' && scope !== null && scopeOf(name) === scope) continue
      const at = place(member.node.start, member.node.end)
      const alias = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(value)
      const source = alias === null ? sourceOf(value) : null
      dependencies.push(
        dependency(alias?.[1] ?? name, place(member.keyStart, member.keyEnd), {
          version: alias === null ? (source === null ? value : null) : (alias[2] ?? '*'),
          source,
          direct: true,
          places: { version: at, source: at },
        }),
      )
    }
  }
  const hooks: InstallHook[] = []
  for (const [name, member] of membersOf(reach(root, 'scripts'))) {
    const command = stringOf(member.node)
    if (command === null || !(hookNames as readonly string[]).includes(name)) continue
    hooks.push({ name, command, ...place(member.keyStart, member.keyEnd) })
  }
  return parsed(dependencies, [], hooks)
}

/** What npm takes for an address: a protocol, `owner/repo`, or a path. */
export function sourceOf(specifier: string): string | null {
  const shorthand = /^(github|gitlab|bitbucket|gist):(.+)$/.exec(specifier)
  if (shorthand !== null) return `git+https://${shorthand[1]}.com/${shorthand[2]}`
  if (/^(?:git|https?|ssh|file|ftp)\b[+\w]*:/.test(specifier)) return specifier
  if (/^[\w.-]+@[\w.-]+:/.test(specifier)) return `git+ssh://${specifier.replace(':', '/')}`
  if (/^(?:\.{0,2}\/|~\/)/.test(specifier)) return `file:${specifier}`
  return /^[\w-][\w.-]*\/[\w.-]+(?:#.*)?$/.test(specifier) ? `git+https://github.com/${specifier}` : null
}

function scopeOf(name: string): string | null {
  return name.startsWith('@') && name.includes('/') ? name.slice(0, name.indexOf('/')) : null
}
