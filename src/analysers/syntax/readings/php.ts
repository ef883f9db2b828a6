/** PHP: names of variables and properties without their dollar sign, as they are used on objects. */
import { childOfKind, defines, lastName, type Read, type Reading, uses } from '../reading.ts'

export const php: Reading = {
  definitions: {
    function_definition: defines('function'),
    method_declaration: defines('method'),
    class_declaration: defines('class'),
    interface_declaration: defines('interface'),
    trait_declaration: defines('class'),
    enum_declaration: defines('class'),
    namespace_definition(node, page) {
      const body = node.field('body')
      if (body !== null) page.define({ kind: 'module', node, name: node.field('name'), body })
    },
    property_declaration(node, page) {
      const element = childOfKind(node, 'property_element')
      const name = element?.field('name')
      if (!element || !name) return
      page.define({
        kind: 'variable',
        node,
        name: page.textOf(name).replace(/^\$/, ''),
        body: element.field('default_value'),
      })
    },
    const_declaration(node, page) {
      const name = childOfKind(childOfKind(node, 'const_element'), 'name')
      page.define({ kind: 'variable', node, name, body: null })
    },
  },
  references: {
    function_call_expression: uses('call', 'function'),
    member_call_expression: uses('call', 'name'),
    nullsafe_member_call_expression: uses('call', 'name'),
    scoped_call_expression(node, page) {
      page.refer('call', lastName(node.field('name')))
      page.refer('type', lastName(node.field('scope')))
    },
    object_creation_expression(node, page) {
      const type = node.children().find((child) => classNames.has(child.kind().toString()))
      page.refer('call', lastName(type ?? null))
    },
    class_constant_access_expression: (node, page) => page.refer('type', lastName(node.child(0))),
    named_type: namesIn('type'),
    base_clause: namesIn('type'),
    class_interface_clause: namesIn('type'),
    use_declaration: namesIn('type'),
    attribute: namesIn('type'),
    namespace_use_clause: namesIn('import'),
  },
}

const classNames: ReadonlySet<string> = new Set(['name', 'qualified_name', 'relative_name'])

function namesIn(kind: 'type' | 'import'): Read {
  return (node, page) => {
    for (const child of node.children()) {
      if (classNames.has(child.kind().toString())) page.refer(kind, lastName(child))
    }
  }
}
