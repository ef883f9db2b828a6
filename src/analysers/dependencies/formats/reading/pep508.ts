/** One Python requirement: `name[extra]==1.0 ; marker`, `name @ address`, or a bare address or path. */
export interface Requirement {
  /** Normalised: lower case, `-` for `_` and `.`. */
  readonly name: string
  readonly version: string | null
  readonly source: string | null
}

export function readRequirement(text: string): Requirement | null {
  const line = text.trim()
  if (/^(?:git|hg|svn|bzr|https?|ftp|file)\b[+\w]*:/.test(line)) {
    const address = line.split(/\s/, 1)[0] as string
    return { name: normalName(nameOfAddress(address)), version: null, source: address }
  }
  if (/^(?:\.{0,2}\/|[A-Za-z]:\\)/.test(line) || line === '.') {
    return { name: normalName(nameOfAddress(line)), version: null, source: `file:${line}` }
  }
  const found = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/s.exec(line)
  if (found === null) return null
  const name = normalName(found[1] as string)
  const rest = (found[2] as string).trim()
  if (rest.startsWith('@')) {
    return { name, version: null, source: rest.slice(1).trim().split(/\s/, 1)[0] as string }
  }
  const range = (rest.split(';', 1)[0] as string).replace(/[()]/g, '').trim()
  if (range !== '' && !/^[=<>!~]/.test(range)) return null
  return { name, version: range === '' ? null : range.replace(/\s+/g, ''), source: null }
}

export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

/** The `egg` of an address, else its last part. */
function nameOfAddress(address: string): string {
  const egg = /#(?:[^#]*&)?egg=([\w.-]+)/.exec(address)?.[1]
  if (egg !== undefined) return egg
  const path = (address.split('#', 1)[0] as string).split('?', 1)[0] as string
  const last = path.slice(path.lastIndexOf('/') + 1)
  return last.split('@', 1)[0]?.replace(/\.git$/, '') || 'package'
}
