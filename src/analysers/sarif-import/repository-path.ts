/** From a SARIF address to a path inside the repository, or the reason why there is none. */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { ArtifactLocation, type Run } from './sarif-schema.ts'

export type PathProblem = 'no-location' | 'foreign-address' | 'outside-repository'

/** Base identifiers may name one another; more than this is a circle. */
const basesMax = 8

/**
 * @param root absolute path of the repository where the tool ran, `/` between its parts; null when it is not known.
 * An absolute base address that is not under it counts as the repository's own root: CI checks out elsewhere.
 */
export function repositoryPath(
  location: ArtifactLocation | undefined,
  run: Run,
  root: string | null,
): Outcome<string, PathProblem> {
  const own = location?.uri === undefined ? artifactAt(location?.index, run) : location
  if (own?.uri === undefined || own.uri === '') return fail('no-location')
  const pieces = [own.uri]
  let base = own.uriBaseId
  let absolute = schemeOf(own.uri) === null ? null : own.uri
  for (let step = 0; absolute === null && base !== undefined && step < basesMax; step += 1) {
    const next = baseOf(run, base)
    if (next?.uri !== undefined) {
      if (schemeOf(next.uri) === null) pieces.unshift(next.uri)
      else absolute = `${next.uri.replace(/\/?$/, '/')}${pieces.join('')}`
    }
    base = next?.uriBaseId
  }
  if (absolute === null) return inside(pieces.map(withSlash).join(''))
  return fromAbsolute(absolute, schemeOf(own.uri) === null ? pieces.map(withSlash).join('') : null, root)
}

function fromAbsolute(
  address: string,
  relative: string | null,
  root: string | null,
): Outcome<string, PathProblem> {
  const path = filePath(address)
  if (path === null) return relative === null ? fail('foreign-address') : inside(relative)
  const prefix = root === null ? null : normalRoot(root)
  const normal = decode(path)
  if (prefix !== null && normal.startsWith(prefix)) return inside(normal.slice(prefix.length), false)
  return relative === null ? fail('outside-repository') : inside(relative)
}

/** Resolves `.` and `..`; a path that climbs out, is absolute or empty is refused. */
function inside(uri: string, encoded = true): Outcome<string, PathProblem> {
  const path = (encoded ? decode(uri.split(/[?#]/, 1)[0] as string) : uri).replaceAll('\\', '/')
  if (path.startsWith('/') || /^[A-Za-z]:\//.test(path) || path.includes('\0'))
    return fail('outside-repository')
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return fail('outside-repository')
  }
  return parts.length === 0 ? fail('no-location') : succeed(parts.join('/'))
}

function artifactAt(index: number | undefined, run: Run): ArtifactLocation | undefined {
  const artifact = index === undefined ? undefined : run.artifacts?.[index]
  if (typeof artifact !== 'object' || artifact === null || !('location' in artifact)) return undefined
  const location = ArtifactLocation.safeParse(artifact.location)
  return location.success ? location.data : undefined
}

function baseOf(run: Run, id: string): ArtifactLocation | undefined {
  const bases = run.originalUriBaseIds
  return bases !== undefined && Object.hasOwn(bases, id) ? bases[id] : undefined
}

/** One letter is a drive of Windows, not a scheme. */
function schemeOf(uri: string): string | null {
  if (uri.startsWith('/') || /^[A-Za-z]:[\\/]/.test(uri)) return 'file'
  return /^([A-Za-z][A-Za-z0-9+.-]+):/.exec(uri)?.[1]?.toLowerCase() ?? null
}

/** The path of a file address with `/` between its parts; null for any other scheme. */
function filePath(uri: string): string | null {
  if (schemeOf(uri) !== 'file') return null
  const path = uri.replace(/^file:(?:\/\/[^/]*)?/i, '').replaceAll('\\', '/')
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path
}

function normalRoot(root: string): string {
  return `${root.replaceAll('\\', '/').replace(/\/$/, '')}/`
}

function withSlash(piece: string, at: number, all: readonly string[]): string {
  return at < all.length - 1 && !piece.endsWith('/') ? `${piece}/` : piece
}

function decode(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}
