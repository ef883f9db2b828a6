/**
 * Reading a YAML tree by name, aliases followed one step at a time. Nothing is unfolded, so a document of aliases to
 * aliases costs no more than the places where someone looks.
 */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  visit,
  type YAMLMap,
} from 'yaml'

/** A piece of the text that says something; offsets from 0, `end` behind the last character. */
export interface Told {
  readonly value: string
  readonly start: number
  readonly end: number
}

export interface Entry {
  readonly key: Told
  readonly value: unknown
}

export interface YamlReader {
  readonly root: unknown
  /** The node, or what its alias stands for; null for an alias to nothing. */
  resolve(node: unknown): unknown
  entries(node: unknown): readonly Entry[]
  items(node: unknown): readonly unknown[]
  text(node: unknown): Told | null
  /** The range of any node, for something that is missing inside it. */
  place(node: unknown): { readonly start: number; readonly end: number } | null
}

/** Aliases to aliases to aliases: no file that is meant for people has more steps. */
const aliasStepsMax = 8

export function readYamlTree(document: Document.Parsed): YamlReader {
  const anchors = new Map<string, unknown>()
  visit(document, {
    Node(_, node) {
      const anchor = isAlias(node) ? undefined : (node as { anchor?: string }).anchor
      if (anchor !== undefined) anchors.set(anchor, node)
    },
  })

  function resolve(node: unknown): unknown {
    let at = node
    for (let step = 0; isAlias(at); step += 1) {
      if (step === aliasStepsMax) return null
      at = anchors.get(at.source)
    }
    return at
  }

  function entries(node: unknown): readonly Entry[] {
    const map = resolve(node)
    if (!isMap(map)) return []
    return (map as YAMLMap).items.flatMap((pair) => {
      const key = isPair(pair) ? text(pair.key) : null
      return key === null ? [] : [{ key, value: pair.value }]
    })
  }

  function text(node: unknown): Told | null {
    const scalar = resolve(node)
    if (!isScalar(scalar) || typeof scalar.value !== 'string' || !scalar.range) return null
    return { value: scalar.value, start: scalar.range[0], end: scalar.range[1] }
  }

  return {
    root: document.contents,
    resolve,
    entries,
    items(node) {
      const list = resolve(node)
      return isSeq(list) ? list.items : []
    },
    text,
    place(node) {
      const found = resolve(node)
      if (!isScalar(found) && !isCollection(found)) return null
      return found.range ? { start: found.range[0], end: found.range[1] } : null
    },
  }
}
