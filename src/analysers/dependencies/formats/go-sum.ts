/** go.sum: one hash for a module's files and one for its go.mod, which counts as a version of its own here. */
import { type Dependency, dependency, type Parser, parsed } from '../dependency.ts'

export const parseGoSum: Parser = (text) => {
  const found: Dependency[] = []
  text.split('\n').forEach((line, at) => {
    const words = line.trim().split(' ')
    const [name, version, hash] = words
    if (name === undefined || version === undefined || hash === undefined || words.length !== 3) return
    const place = { line: at + 1, column: 1, endColumn: line.trimEnd().length + 1 }
    found.push(dependency(name, place, { version, integrity: hash.replace(':', '-') }))
  })
  return parsed(found)
}
