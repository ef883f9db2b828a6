/** go.mod: requirements, and the replacements that take a module from somewhere else. */
import { type Dependency, dependency, type Parser, type Place, parsed } from '../dependency.ts'

export const parseGoMod: Parser = (text) => {
  const found: Dependency[] = []
  let block = ''
  text.split('\n').forEach((whole, at) => {
    const comment = whole.indexOf('//')
    const note = comment === -1 ? '' : whole.slice(comment)
    const code = (comment === -1 ? whole : whole.slice(0, comment)).trim()
    if (code === '') return
    const words = code.split(/\s+/)
    const column = whole.length - whole.trimStart().length + 1
    const place = { line: at + 1, column, endColumn: column + code.length }
    if (block === '' && words[1] === '(') {
      block = words[0] as string
      return
    }
    if (block !== '' && code === ')') {
      block = ''
      return
    }
    const directive = block === '' ? words.shift() : block
    const entry =
      directive === 'require' ? requirement(words, note, place) : replacement(directive, words, place)
    if (entry !== null) found.push(entry)
  })
  return parsed(found)
}

function requirement(words: readonly string[], note: string, place: Place): Dependency | null {
  const [name, version] = words
  if (name === undefined || version === undefined) return null
  return dependency(unquote(name), place, { version, direct: !/^\/\/\s*indirect\b/.test(note) })
}

/** `a [v1] => b [v2]`; the name tells a replacement from a requirement of the same module. */
function replacement(
  directive: string | undefined,
  words: readonly string[],
  place: Place,
): Dependency | null {
  const arrow = words.indexOf('=>')
  const target = words[arrow + 1]
  if (directive !== 'replace' || arrow < 1 || target === undefined) return null
  const name = unquote(words[0] as string)
  const path = unquote(target)
  if (path === name) return null
  return dependency(name, place, { source: `replace:${path}`, version: null, direct: true })
}

function unquote(word: string): string {
  return word.replace(/^["`]|["`]$/g, '')
}
