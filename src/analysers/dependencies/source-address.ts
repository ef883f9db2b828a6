/** What kind of place an address names, and how much of it may be shown: the host, never the credentials. */
import type { Ecosystem } from './dependency.ts'

export interface SourceAddress {
  readonly kind: 'git' | 'archive' | 'local' | 'replacement'
  /** Null for a path. */
  readonly host: string | null
  readonly encrypted: boolean
  /** Equal for two versions of one package from the same place. */
  readonly identity: string
  /** A path as written (local and replacement only). */
  readonly path: string
}

/** Domains of each ecosystem's own registries; their subdomains are theirs too. */
const officialDomains: Readonly<Record<Ecosystem, ReadonlySet<string>>> = {
  npm: new Set(['npmjs.org', 'yarnpkg.com', 'npm.jsr.io', 'npm.pkg.github.com']),
  pypi: new Set(['pypi.org', 'pypi.python.org', 'pythonhosted.org', 'download.pytorch.org']),
  go: new Set(['proxy.golang.org']),
  cargo: new Set(['crates.io']),
  rubygems: new Set(['rubygems.org']),
  packagist: new Set([
    'packagist.org',
    'api.github.com',
    'codeload.github.com',
    'github.com',
    'gitlab.com',
    'bitbucket.org',
  ]),
  maven: new Set([
    'repo.maven.apache.org',
    'repo1.maven.org',
    'plugins.gradle.org',
    'maven.google.com',
    'dl.google.com',
    'oss.sonatype.org',
    'central.sonatype.com',
    'repo.spring.io',
    'repository.apache.org',
  ]),
  nuget: new Set(['nuget.org']),
}

const forges: ReadonlySet<string> = new Set([
  'github.com',
  'codeload.github.com',
  'api.github.com',
  'raw.githubusercontent.com',
  'objects.githubusercontent.com',
  'gitlab.com',
  'bitbucket.org',
  'codeberg.org',
  'git.sr.ht',
])

export function isOfficialHost(ecosystem: Ecosystem, host: string): boolean {
  const labels = host.split('.')
  return labels.some((_, at) => officialDomains[ecosystem].has(labels.slice(at).join('.')))
}

export function isForge(host: string): boolean {
  return forges.has(host)
}

/** @returns null for what is neither an address nor a path */
export function readAddress(source: string): SourceAddress | null {
  if (source.startsWith('replace:')) {
    const path = source.slice('replace:'.length)
    return { kind: 'replacement', host: null, encrypted: true, identity: source, path }
  }
  if (source.startsWith('file:')) {
    const path = source.slice('file:'.length).replace(/^\/\/(?=\/)/, '')
    return { kind: 'local', host: null, encrypted: true, identity: source, path }
  }
  const prefix = /^(?:git|hg|svn|bzr)\+/.exec(source)?.[0] ?? ''
  const scheme = /^([a-z][a-z0-9.-]*):\/\//i.exec(source.slice(prefix.length))
  if (scheme === null) return null
  const name = (scheme[1] as string).toLowerCase()
  const rest = source.slice(prefix.length + scheme[0].length)
  const authority = rest.slice(0, lengthUntil(rest, '/?#'))
  const host =
    authority
      .slice(authority.lastIndexOf('@') + 1)
      .split(':', 1)[0]
      ?.toLowerCase() ?? ''
  const after = rest.slice(authority.length)
  const path = after.slice(0, lengthUntil(after, '?#'))
  const isGit = prefix !== '' || name === 'git' || name === 'ssh' || path.endsWith('.git')
  const owner = path
    .replace(/\.git$/, '')
    .split('/')
    .slice(1, 3)
    .join('/')
  return {
    kind: isGit ? 'git' : 'archive',
    host,
    encrypted: name !== 'http' && name !== 'git' && name !== 'ftp',
    identity: `${host}/${owner}`,
    path: '',
  }
}

/** `user:password` parts of addresses in a line, and the passwords alone: what must be masked where the line is shown. */
export function credentialsIn(line: string): readonly string[] {
  const found = new Set<string>()
  for (let at = line.indexOf('://'); at !== -1; at = line.indexOf('://', at + 3)) {
    const rest = line.slice(at + 3, at + 3 + 2_000)
    const authority = rest.slice(0, lengthUntil(rest, '/?# "\'<>,'))
    const end = authority.lastIndexOf('@')
    if (end <= 0) continue
    const user = authority.slice(0, end)
    const colon = user.indexOf(':')
    if (colon === -1 && user === 'git') continue
    found.add(user)
    if (colon !== -1 && user.length - colon > 3) found.add(user.slice(colon + 1))
  }
  return [...found]
}

function lengthUntil(text: string, stops: string): number {
  for (let at = 0; at < text.length; at += 1) if (stops.includes(text[at] as string)) return at
  return text.length
}
