/**
 * YAML from a repository, read within bounds: size, depth and aliases are limited before anything is built from it,
 * duplicate keys, tags and second documents are errors, and the reader never throws.
 */
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  Parser,
  visit,
} from 'yaml'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'

export const yamlBytesMax = 64 * 1024
const depthMax = 32
const aliasesMax = 20

export interface YamlProblem {
  readonly offset: number
  readonly wrong: string
  readonly mend: string
}

export interface YamlDocument {
  /** Plain values; undefined for an empty document. */
  readonly value: unknown
  /** Line and column, both from 1. */
  positionAt(offset: number): { readonly line: number; readonly column: number }
  /** Where the value at a path begins; with `key`, where its key does. The nearest known place when the path leads nowhere. */
  offsetOf(path: readonly PropertyKey[], key?: boolean): number
}

export function readYaml(
  text: string,
): Outcome<YamlDocument, { problems: readonly YamlProblem[]; lines: LineCounter }> {
  const lines = new LineCounter()
  const tokens = [...new Parser(lines.addNewLine).parse(text)]
  const deep = tokens.map(tooDeep).find((offset) => offset !== null)
  if (deep !== undefined)
    return fail({
      problems: [{ offset: deep, wrong: `nested more than ${depthMax} levels deep`, mend: 'flatten it' }],
      lines,
    })

  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
  })
  const documents = [...composer.compose(tokens)] as Document.Parsed[]
  const document = documents[0]
  if (document === undefined) return succeed(emptyDocument(lines))
  const problems = [...syntaxProblems(documents), ...refusedNodes(document)]
  if (problems.length > 0) return fail({ problems, lines })
  const value = plainValue(document)
  if (!value.ok) return fail({ problems: [value.failure], lines })
  return succeed({
    value: value.value,
    positionAt: (offset) => positionIn(lines, offset),
    offsetOf: (path, key) => offsetIn(document, path, key),
  })
}

export function positionIn(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function emptyDocument(lines: LineCounter): YamlDocument {
  return { value: undefined, positionAt: (offset) => positionIn(lines, offset), offsetOf: () => 0 }
}

/** Offset of the first token beyond the depth; walked with a list because what is deep would overflow a recursion. */
function tooDeep(token: CST.Token): number | null {
  const waiting: (readonly [CST.Token, number])[] = [[token, 0]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [at, depth] = next
    if (depth > depthMax) return 'offset' in at ? at.offset : 0
    if (at.type === 'document' && at.value !== undefined) waiting.push([at.value, depth])
    if (!('items' in at)) continue
    for (const item of at.items) {
      if ('key' in item && item.key) waiting.push([item.key, depth + 1])
      if ('value' in item && item.value) waiting.push([item.value, depth + 1])
    }
  }
  return null
}

/** The library warns of tags it does not know; here that is an error. */
function syntaxProblems(documents: readonly Document.Parsed[]): YamlProblem[] {
  const problems: YamlProblem[] = [...(documents[0]?.errors ?? []), ...(documents[0]?.warnings ?? [])].map(
    (error) => ({
      offset: error.pos[0],
      wrong: `is not valid YAML: ${firstSentence(error.message)}`,
      mend: error.code === 'DUPLICATE_KEY' ? 'keep one of the two' : 'mend the syntax here',
    }),
  )
  const second = documents[1]
  if (second !== undefined)
    problems.push({
      offset: second.range[0],
      wrong: 'a second document begins',
      mend: 'keep one document, without ---',
    })
  return problems
}

function firstSentence(message: string): string {
  return message.split('\n', 1)[0]?.slice(0, 200) ?? ''
}

function refusedNodes(document: Document.Parsed): YamlProblem[] {
  const problems: YamlProblem[] = []
  let aliases = 0
  visit(document, (_, node) => {
    if (isPair(node)) {
      const key = node.key
      if (isScalar(key) && key.value === '__proto__')
        problems.push({ offset: start(key), wrong: 'unknown key `__proto__`', mend: 'remove it' })
      return
    }
    if (isAlias(node)) {
      aliases += 1
      if (aliases === aliasesMax + 1)
        problems.push({
          offset: start(node),
          wrong: `more than ${aliasesMax} aliases`,
          mend: 'write the values out',
        })
    }
  })
  return problems
}

function plainValue(document: Document.Parsed): Outcome<unknown, YamlProblem> {
  try {
    return succeed(document.toJS({ maxAliasCount: aliasesMax }))
  } catch (error) {
    // The library throws when aliases multiply beyond the count or name nothing.
    const reason =
      error instanceof ReferenceError ? 'aliases that multiply or lead nowhere' : 'values that cannot be read'
    return fail({ offset: 0, wrong: reason, mend: 'write the values out' })
  }
}

function offsetIn(document: Document.Parsed, path: readonly PropertyKey[], wantsKey = false): number {
  let node: unknown = document.contents
  let offset = start(node)
  for (const [at, part] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part))
      if (pair === undefined) return offset
      offset = start(pair.key)
      node = pair.value
      if (at === path.length - 1 && wantsKey) return offset
    } else if (isCollection(node)) node = node.items[Number(part)]
    else return offset
    if (hasStart(node)) offset = start(node)
  }
  return offset
}

function hasStart(node: unknown): boolean {
  return (
    (isScalar(node) || isCollection(node) || isAlias(node)) &&
    node.range != null &&
    !(isScalar(node) && node.source === '')
  )
}

function start(node: unknown): number {
  return isScalar(node) || isCollection(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0
}
