/** How a language's tree is read: by the kinds of its nodes, each with what it says. */
import type { NapiConfig, SgNode } from '@ast-grep/napi'
import type { DefinitionKind, Reference } from '../../ports/syntax/syntax.ts'
import type { Page } from './page.ts'

export type Read = (node: SgNode, page: Page) => void

export interface Reading {
  readonly definitions: Readonly<Record<string, Read>>
  readonly references: Readonly<Record<string, Read>>
  /** Names whose kind says nothing, and whose place says all: uses as a type. */
  readonly types?: NapiConfig['rule']
  /**
   * The text as its grammar can read it, where that knows less than people write: of the same length and lines, so that
   * each place stays where it is.
   */
  readonly readable?: (text: string) => string
}

/** A node whose name and body are fields of it. */
export function defines(
  kind: DefinitionKind,
  { name = 'name', body = 'body' }: { readonly name?: string; readonly body?: string } = {},
): Read {
  return (node, page) => page.define({ kind, node, name: node.field(name), body: node.field(body) })
}

/** A node that binds one name to what it says, or takes a value apart into several that stand for themselves. */
export function defineBound(
  page: Page,
  bound: {
    readonly node: SgNode
    readonly names: readonly SgNode[]
    readonly isFunction: boolean
    readonly body: SgNode | null
  },
): void {
  const { node, names, isFunction, body } = bound
  const [only] = names
  if (only !== undefined && names.length === 1) {
    page.define({ kind: isFunction ? 'function' : 'variable', node, name: only, body })
    return
  }
  for (const name of names) page.define({ kind: 'variable', node: name, name, body: null })
}

/** A node whose field ends in the name that is used. */
export function uses(kind: Reference['kind'], field: string): Read {
  return (node, page) => page.refer(kind, lastName(node.field(field)))
}

/** The same of its first child that is no punctuation. */
export function usesChild(kind: Reference['kind']): Read {
  return (node, page) => page.refer(kind, lastName(node.child(0)?.isNamed() ? node.child(0) : node.child(1)))
}

/** A node that is the name. */
export function isUse(kind: Reference['kind']): Read {
  return (node, page) => page.refer(kind, node)
}

/** Every word of a node's text, for parts that hold names and punctuation alone. */
export function usesWords(kind: Reference['kind']): Read {
  return (node, page) => {
    const from = node.range().start.index
    for (const word of page
      .textOf(node)
      .slice(0, wordsCharactersMax)
      .matchAll(/[A-Za-z_]\w*/g)) {
      page.referTo(kind, word[0], from + word.index)
    }
  }
}

const wordsCharactersMax = 500
const stepsMax = 10

/** Where the last name of `a.b<T>().c` is to be looked for, by the kind of the node that holds it. */
const nextStep: ReadonlyMap<string, string | 'first' | 'last'> = new Map([
  ['member_expression', 'property'],
  ['attribute', 'attribute'],
  ['selector_expression', 'field'],
  ['field_expression', 'field'],
  ['scoped_identifier', 'name'],
  ['scope_resolution', 'name'],
  ['scoped_type_identifier', 'last'],
  ['generic_function', 'function'],
  ['generic_type', 'first'],
  ['member_access_expression', 'name'],
  ['member_binding_expression', 'name'],
  ['conditional_access_expression', 'last'],
  ['generic_name', 'first'],
  ['qualified_name', 'last'],
  ['nested_type_identifier', 'name'],
  ['qualified_type', 'name'],
  ['dotted_name', 'last'],
  ['parenthesized_expression', 'inner'],
  ['non_null_expression', 'first'],
  ['type_instantiation_expression', 'first'],
  ['instantiation_expression', 'first'],
  ['reference_type', 'last'],
  ['pointer_type', 'last'],
  ['qualified_identifier', 'name'],
  ['template_function', 'name'],
  ['template_method', 'name'],
  ['template_type', 'name'],
  ['dependent_name', 'last'],
  ['navigation_expression', 'last'],
  ['navigation_suffix', 'last'],
  ['stable_type_identifier', 'last'],
  ['applied_constructor_type', 'first'],
])
const names: ReadonlySet<string> = new Set([
  'identifier',
  'property_identifier',
  'private_property_identifier',
  'type_identifier',
  'field_identifier',
  'package_identifier',
  'constant',
  'name',
  'simple_identifier',
])

/** Null for what has no name, such as a call of what another call gave. */
export function lastName(from: SgNode | null): SgNode | null {
  let node = from
  for (let step = 0; node !== null && step < stepsMax; step++) {
    const kind = node.kind().toString()
    if (names.has(kind)) return node
    node = stepFrom(node, nextStep.get(kind))
  }
  return null
}

function stepFrom(node: SgNode, step: string | undefined): SgNode | null {
  switch (step) {
    case undefined:
      return null
    case 'first':
      return node.child(0)
    case 'last':
      return node.children().at(-1) ?? null
    case 'inner':
      return node.child(1)
    default:
      return node.field(step)
  }
}

export function childOfKind(node: SgNode | null, ...kinds: readonly string[]): SgNode | null {
  return node?.children().find((child) => kinds.includes(child.kind().toString())) ?? null
}

/** The siblings of some kind right before a node, as far as they follow each other: attributes, decorators. */
export function firstBefore(node: SgNode, kind: string): SgNode | null {
  let first: SgNode | null = null
  for (let before = node.prev(); before?.kind().toString() === kind; before = before.prev()) first = before
  return first
}
