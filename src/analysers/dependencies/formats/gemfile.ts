/** Gemfile, as far as its lines stand for themselves: it is a Ruby program, and none is run here. */
import { type Dependency, dependency, type Parser, type Place, parsed, type Registry } from '../dependency.ts'

const hosts: Readonly<Record<string, string>> = {
  github: 'git+https://github.com/',
  gitlab: 'git+https://gitlab.com/',
  bitbucket: 'git+https://bitbucket.org/',
}

export const parseGemfile: Parser = (text) => {
  const dependencies: Dependency[] = []
  const registries: Registry[] = []
  text.split('\n').forEach((whole, at) => {
    const line = whole.trim().slice(0, 2_000)
    const column = whole.length - whole.trimStart().length + 1
    const place = { line: at + 1, column, endColumn: column + line.length }
    const gem = /^gem[\s(]+["']([^"']+)["'](.*)$/.exec(line)
    if (gem !== null) {
      dependencies.push(fromGem(gem[1] as string, gem[2] as string, place))
      return
    }
    const url = /^source[\s(]+["'](https?:[^"']+)["']/.exec(line)?.[1]
    if (url !== undefined) registries.push({ url, ...place })
  })
  return parsed(dependencies, registries)
}

function fromGem(name: string, rest: string, place: Place): Dependency {
  const options = rest.replace(/^\s*,/, '').split(',')
  const version = options
    .map((option) => /^\s*["']([^"']*)["']\s*\)?\s*(?:#.*)?$/.exec(option)?.[1])
    .filter((one) => one !== undefined)
  let source: string | null = null
  for (const option of options) {
    const pair = /^\s*:?(git|github|gitlab|bitbucket|path|source)\s*(?:=>|:)\s*["']([^"']+)["']/.exec(option)
    if (pair === null) continue
    const [, kind, value] = pair as unknown as readonly [string, string, string]
    if (kind === 'git') source = value.startsWith('git') ? value : `git+${value}`
    else if (kind === 'path') source = `file:${value}`
    else if (kind === 'source') source = value
    else source = `${hosts[kind]}${value}`
  }
  return dependency(name, place, {
    version: version.length === 0 ? null : version.join(', '),
    source,
    direct: true,
  })
}
