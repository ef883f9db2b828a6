/**
 * Scala, 2 and 3: a method without parameters is called by its name alone, so what stands after a dot counts as called;
 * an extension is a part of its type; a `given` without a name has the one that the compiler gives it.
 */
import type { SgNode } from '@ast-grep/napi'
import { childOfKind, defineBound, defines, lastName, type Read, type Reading, uses } from '../reading.ts'

export const scala: Reading = {
  definitions: {
    class_definition: defines('class'),
    object_definition: defines('class'),
    enum_definition: defines('class'),
    trait_definition: defines('interface'),
    package_object: defines('module'),
    package_clause(node, page) {
      const body = node.field('body')
      if (body !== null) page.define({ kind: 'module', node, name: node.field('name'), body })
    },
    function_definition: defines('function'),
    function_declaration: defines('function'),
    type_definition: defines('type', { body: 'type' }),
    extension_definition(node, page) {
      const parameter = node.fieldChildren('parameters').map((list) => childOfKind(list, 'parameter'))
      const type = parameter.find((each) => each !== null)?.field('type') ?? null
      page.define({ kind: 'class', node, name: lastName(type), body: node.field('body') })
    },
    given_definition(node, page) {
      const body = node.field('body')
      const kind = body?.kind() === 'with_template_body' ? 'class' : 'variable'
      page.define({ kind, node, name: node.field('name') ?? givenName(node, page.textOf), body })
    },
    val_definition: value,
    var_definition: value,
    val_declaration: value,
    var_declaration: value,
  },
  references: {
    call_expression: uses('call', 'function'),
    field_expression: uses('call', 'field'),
    infix_expression(node, page) {
      const operator = node.field('operator')
      if (operator?.kind() === 'identifier') page.refer('call', operator)
    },
    instance_expression: (node, page) => page.refer('call', lastName(node.child(1))),
    type_identifier(node, page) {
      if (page.textOf(node) !== '?') page.refer('type', node)
    },
    import_declaration: imports,
    export_declaration: imports,
    case_class_pattern: uses('type', 'type'),
  },
}

/** Of a text, class, object or trait: a value of a function is its own affair. */
function value(...[node, page]: Parameters<Read>): void {
  if (!holders.has(String(node.parent()?.kind()))) return
  const pattern = node.field('pattern') ?? node.field('name')
  const given = node.field('value')
  const isFunction = given?.kind() === 'lambda_expression'
  const parts = pattern?.kind() === 'identifier' ? [pattern] : (pattern?.children() ?? [])
  const names = parts.filter((part) => part.kind() === 'identifier')
  defineBound(page, { node, names, isFunction, body: given })
}

const holders: ReadonlySet<string> = new Set([
  'compilation_unit',
  'template_body',
  'with_template_body',
  'enum_body',
])

function givenName(node: SgNode, textOf: (node: SgNode) => string): string | null {
  const type = node.field('return_type')
  if (type === null) return null
  return `given_${textOf(type).slice(0, 100).match(/\w+/g)?.join('_') ?? ''}`
}

/** The last part of each path, by the name that it has there. */
function imports(...[node, page]: Parameters<Read>): void {
  const selectors = childOfKind(node, 'namespace_selectors')
  if (selectors === null) {
    page.refer('import', node.fieldChildren('path').at(-1) ?? null)
    return
  }
  for (const child of selectors.children()) {
    page.refer('import', child.kind() === 'identifier' ? child : child.field('name'))
  }
}
