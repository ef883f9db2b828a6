/** requirements*.txt and constraint files: requirements, hashes, and options that name other indexes. */
import { type Dependency, dependency, type Parser, type Place, parsed, type Registry } from '../dependency.ts'
import { readRequirement } from './reading/pep508.ts'

interface LogicalLine extends Place {
  readonly text: string
}

export const parseRequirements: Parser = (text) => {
  const dependencies: Dependency[] = []
  const registries: Registry[] = []
  for (const line of logicalLines(text)) {
    const index = /^(?:-i|--index-url|--extra-index-url|-f|--find-links)(?:\s+|=)(\S+)/.exec(line.text)
    if (index !== null) {
      const url = index[1] as string
      if (/^https?:/.test(url))
        registries.push({ url, line: line.line, column: line.column, endColumn: line.endColumn })
      continue
    }
    const editable = /^(?:-e|--editable)(?:\s+|=)(.*)$/.exec(line.text)
    if (line.text.startsWith('-') && editable === null) continue
    const [spec, ...options] = (editable?.[1] ?? line.text).split(/\s--/)
    const requirement = readRequirement(spec ?? '')
    if (requirement === null) continue
    const hashes = options.flatMap((option) => (option.startsWith('hash=') ? [option.slice(5).trim()] : []))
    dependencies.push(
      dependency(requirement.name, line, {
        version: requirement.version,
        source: requirement.source,
        integrity: hashes.length === 0 ? null : hashes.join(' '),
        direct: true,
      }),
    )
  }
  return parsed(dependencies, registries)
}

/** Lines that end in a backslash go on; the place is the first line's. */
function logicalLines(text: string): readonly LogicalLine[] {
  const found: LogicalLine[] = []
  let pieces: string[] = []
  let first: Place | null = null
  text.split('\n').forEach((whole, at) => {
    const line = withoutComment(whole).trim()
    const goesOn = line.endsWith('\\')
    const piece = goesOn ? line.slice(0, -1).trim() : line
    if (first === null && piece !== '') {
      const column = whole.length - whole.trimStart().length + 1
      first = { line: at + 1, column, endColumn: column + piece.length }
    }
    if (piece !== '') pieces.push(piece)
    if (goesOn) return
    if (first !== null) found.push({ ...first, text: pieces.join(' ') })
    first = null
    pieces = []
  })
  return found
}

function withoutComment(line: string): string {
  if (line.trimStart().startsWith('#')) return ''
  const at = line.indexOf(' #')
  return at === -1 ? line : line.slice(0, at)
}
