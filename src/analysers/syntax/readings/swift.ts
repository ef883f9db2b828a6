/** Swift: an extension is a part of its type, as an `impl` is in Rust; a computed property is code like a function. */
import type { SgNode } from '@ast-grep/napi'
import { childOfKind, defineBound, defines, isUse, lastName, type Read, type Reading } from '../reading.ts'

export const swift: Reading = {
  readable: plainer,
  definitions: {
    class_declaration: (node, page) =>
      page.define({ kind: 'class', node, name: typeName(node.field('name')), body: node.field('body') }),
    protocol_declaration: defines('interface'),
    function_declaration: func,
    protocol_function_declaration: func,
    macro_declaration: (node, page) =>
      page.define({
        kind: 'function',
        node,
        name: childOfKind(node, 'simple_identifier'),
        body: node.field('definition'),
      }),
    init_declaration: named('init'),
    deinit_declaration: named('deinit'),
    subscript_declaration: named('subscript'),
    property_declaration: property,
    protocol_property_declaration: property,
    typealias_declaration: defines('type', { body: 'value' }),
    associatedtype_declaration: defines('type'),
  },
  references: {
    call_expression(node, page) {
      const name = lastName(node.child(0))
      // `items[0]` is one to the grammar as well.
      if (name !== null && page.text[name.range().end.index] !== '[') page.refer('call', name)
    },
    constructor_expression: (node, page) => page.refer('call', typeName(node.field('constructed_type'))),
    macro_invocation: (node, page) => page.refer('call', childOfKind(node, 'simple_identifier')),
    type_identifier: isUse('type'),
    import_declaration: (node, page) =>
      page.refer('import', childOfKind(node, 'identifier')?.children().at(-1) ?? null),
  },
}

/** Types of parameters and results are fields `name` as well, so the name is what follows the word. */
function func(...[node, page]: Parameters<Read>): void {
  const name = childOfKind(node, 'func')?.next() ?? null
  page.define({ kind: 'function', node, name, body: node.field('body') })
}

function named(name: string): Read {
  return (node, page) =>
    page.define({
      kind: 'method',
      node,
      name,
      body: node.field('body') ?? childOfKind(node, 'computed_property'),
    })
}

/** Of a text or a type. */
function property(...[node, page]: Parameters<Read>): void {
  if (!holders.has(String(node.parent()?.kind()))) return
  const computed = node.field('computed_value')
  const value = node.field('value')
  const isFunction = computed !== null || value?.kind() === 'lambda_literal'
  const names = node.fieldChildren('name').flatMap((pattern) => {
    const name = pattern.kind() === 'pattern' ? pattern.field('bound_identifier') : null
    return name === null ? [] : [name]
  })
  defineBound(page, { node, names, isFunction, body: computed ?? value })
}

const holders: ReadonlySet<string> = new Set([
  'source_file',
  'class_body',
  'enum_class_body',
  'protocol_body',
])

/** `Cart` of `Shop.Cart<Item>` */
function typeName(type: SgNode | null): SgNode | null {
  if (type?.kind() !== 'user_type') return type
  return type.children().findLast((child) => child.kind() === 'type_identifier') ?? null
}

/** What the grammar does not know: conditions of directives, some words of concurrency, names with blanks. */
function plainer(text: string): string {
  return text
    .replace(/^[ \t]*#(?:if|elseif|else|endif)\b[^\n]*/gm, blank)
    .replace(/\bnonisolated\((?:unsafe|nonsending)\)/g, blank)
    .replace(/(?<=[:>][ \t]?)\bsending(?=[ \t]+[@A-Z([])/g, blank)
    .replace(/`[^`\n]{1,200}`/g, (name) => `\`${name.slice(1, -1).replace(/\W/g, '_')}\``)
}

function blank(words: string): string {
  return ' '.repeat(words.length)
}
