/** Keys that come twice in one mapping. Looked up, not compared pair by pair: a mapping may have 80,000 keys. */
import { type Document, isCollection, isMap, isPair, isScalar, type Scalar } from 'yaml'
import { type Problem, problemsMax, quoted } from './problem.ts'

export function duplicateKeys(document: Document.Parsed): readonly Problem[] {
  const problems: Problem[] = []
  const waiting: unknown[] = [document.contents]
  while (waiting.length > 0 && problems.length < problemsMax) {
    const node = waiting.pop()
    if (isPair(node)) waiting.push(node.value, node.key)
    if (!isCollection(node)) continue
    for (const item of node.items) waiting.push(item)
    if (isMap(node)) problems.push(...duplicatesOf(node.items.map((pair) => pair.key)))
  }
  return problems
}

function duplicatesOf(keys: readonly unknown[]): readonly Problem[] {
  const seen = new Map<string, Scalar>()
  const problems: Problem[] = []
  for (const key of keys) {
    if (!isScalar(key) || typeof key.value !== 'string' || key.tag !== undefined) continue
    // Merge keys may be repeated; an empty key is a parser's way out.
    if (key.value === '<<' || key.value === '') continue
    const name = identity(key, key.value)
    const earlier = seen.get(name)
    seen.set(name, key)
    if (earlier === undefined || problems.length >= problemsMax) continue
    problems.push({
      rule: 'yaml-duplicate-key',
      ...placeOf(key),
      earlier: placeOf(earlier),
      message: `The key ${quoted(key.value)} stands twice in this mapping: readers either reject the file or keep only the last value. Remove or rename one.`,
    })
  }
  return problems
}

/** `1` and `"1"` are different keys, `a` and `"a"` are the same. */
function identity(key: Scalar, value: string): string {
  const isText =
    key.type !== 'PLAIN' ||
    (/^[A-Za-z_]/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value))
  return `${isText ? 'text' : 'plain'} ${value}`
}

function placeOf(key: Scalar): { start: number; end: number } {
  return { start: key.range?.[0] ?? 0, end: key.range?.[1] ?? 1 }
}
