/** Gemfile.lock: sections GEM, GIT, PATH with a remote each, and checksums since Bundler 2.5. */
import { type Dependency, dependency, type Parser, type Place, parsed } from '../dependency.ts'

interface Remote {
  readonly url: string
  readonly place: Place
}

export const parseGemfileLock: Parser = (text) => {
  const found: Dependency[] = []
  const checksums = new Map<string, readonly [string, Place]>()
  const direct = new Set<string>()
  let section = ''
  let remote: Remote | null = null
  text.split('\n').forEach((whole, at) => {
    const line = whole.trimEnd()
    const column = line.length - line.trimStart().length + 1
    const place = { line: at + 1, column, endColumn: line.length + 1 }
    if (/^[A-Z]/.test(line)) {
      section = line
      remote = null
    } else if (line.startsWith('  remote: ')) {
      const url = line.slice(10).trim()
      remote = { url: section === 'GIT' && !url.startsWith('git') ? `git+${url}` : url, place }
    } else if (section === 'DEPENDENCIES') {
      direct.add(line.trim().split(/[ !]/, 1)[0] as string)
    } else if (section === 'CHECKSUMS') {
      const sum = /^ {2}(\S+) \(([^)\s]+)\) (\S+)$/.exec(line)
      if (sum !== null) checksums.set(`${sum[1]} ${sum[2]}`, [(sum[3] as string).replace('=', '-'), place])
    } else if (section !== 'PATH') {
      const spec = /^ {4}(\S+) \(([^)\s]+)\)$/.exec(line)
      if (spec !== null) found.push(fromSpec(spec[1] as string, spec[2] as string, remote, place))
    }
  })
  return parsed(
    found.map((one) => {
      const sum = checksums.get(`${one.name} ${one.version}`)
      const named = { ...one, direct: direct.has(one.name) }
      return sum === undefined
        ? named
        : { ...named, integrity: sum[0], places: { ...one.places, integrity: sum[1] } }
    }),
  )
}

function fromSpec(name: string, version: string, remote: Remote | null, place: Place): Dependency {
  const places = remote === null ? { version: place } : { version: place, source: remote.place }
  return dependency(name, place, { version, source: remote?.url ?? null, places })
}
