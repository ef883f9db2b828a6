/** Kotlin: its grammar names no parts, so they are told by their kinds; accessors may stand beside their property. */
import type { SgNode } from '@ast-grep/napi'
import { childOfKind, isUse, lastName, type Read, type Reading } from '../reading.ts'

export const kotlin: Reading = {
  readable: plainer,
  definitions: {
    class_declaration(node, page) {
      const kind = childOfKind(node, 'interface') === null ? 'class' : 'interface'
      page.define({ kind, node, name: childOfKind(node, 'type_identifier'), body: classBody(node) })
    },
    object_declaration: (node, page) =>
      page.define({
        kind: 'class',
        node,
        name: childOfKind(node, 'type_identifier'),
        body: classBody(node),
      }),
    companion_object: (node, page) =>
      page.define({
        kind: 'class',
        node,
        name: childOfKind(node, 'type_identifier') ?? 'Companion',
        body: classBody(node),
      }),
    function_declaration: (node, page) =>
      page.define({
        kind: 'function',
        node,
        name: childOfKind(node, 'simple_identifier'),
        body: childOfKind(node, 'function_body'),
      }),
    secondary_constructor: block('constructor'),
    anonymous_initializer: block('init'),
    property_declaration: property,
    type_alias: (node, page) =>
      page.define({
        kind: 'type',
        node,
        name: childOfKind(node, 'type_identifier'),
        body: node.children().at(-1) ?? null,
      }),
  },
  references: {
    call_expression: (node, page) => page.refer('call', lastName(node.child(0))),
    infix_expression: (node, page) => page.refer('call', lastName(node.child(1))),
    constructor_invocation(node, page) {
      const type = childOfKind(node, 'user_type')
      page.refer('call', type?.children().findLast((child) => child.kind() === 'type_identifier') ?? null)
    },
    callable_reference: (node, page) => page.refer('call', lastName(node.children().at(-1) ?? null)),
    type_identifier: isUse('type'),
    import_header: (node, page) =>
      page.refer('import', childOfKind(node, 'identifier')?.children().at(-1) ?? null),
  },
}

function classBody(node: SgNode): SgNode | null {
  return childOfKind(node, 'class_body', 'enum_class_body')
}

function block(name: string): Read {
  return (node, page) => page.define({ kind: 'method', node, name, body: childOfKind(node, '{') })
}

/** Of a text or a class; one that is computed is code like a function. */
function property(...[node, page]: Parameters<Read>): void {
  if (!holders.has(String(node.parent()?.kind()))) return
  const name = childOfKind(childOfKind(node, 'variable_declaration'), 'simple_identifier')
  const value = childOfKind(node, '=')?.next() ?? childOfKind(node, 'property_delegate')
  const accessors = accessorsOf(node)
  const isFunction = accessors !== null || functions.has(String(value?.kind()))
  page.define({
    kind: isFunction ? 'function' : 'variable',
    node,
    name,
    to: accessors?.last ?? null,
    body: value ?? accessors?.first ?? null,
  })
}

const holders: ReadonlySet<string> = new Set(['source_file', 'class_body', 'enum_class_body'])
const functions: ReadonlySet<string> = new Set(['lambda_literal', 'anonymous_function'])
const accessorKinds: ReadonlySet<string> = new Set(['getter', 'setter'])

/** In it, or right after it. */
function accessorsOf(node: SgNode): { readonly first: SgNode; readonly last: SgNode } | null {
  const own = node.children().filter((child) => accessorKinds.has(child.kind().toString()))
  const all = [...own]
  for (
    let after = node.next();
    accessorKinds.has(String(after?.kind())) && after !== null;
    after = after.next()
  ) {
    all.push(after)
  }
  const [first, last] = [all[0], all.at(-1)]
  return first === undefined || last === undefined ? null : { first, last }
}

/** What the grammar does not know: `fun interface`, `0..<n`, a comma at the end of a branch's conditions. */
function plainer(text: string): string {
  return text
    .replace(/\bfun(?=[ \t]+interface\b)/g, '   ')
    .replaceAll('..<', '.. ')
    .replace(/,(?=\s{0,200}->)/g, ' ')
}
