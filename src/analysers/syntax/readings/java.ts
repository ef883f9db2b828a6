/** Java: annotations and modifiers are part of a declaration already. */
import { defines, isUse, lastName, type Read, type Reading, uses } from '../reading.ts'

export const java: Reading = {
  definitions: {
    class_declaration: defines('class'),
    enum_declaration: defines('class'),
    record_declaration: defines('class'),
    interface_declaration: defines('interface'),
    annotation_type_declaration: defines('interface'),
    method_declaration: defines('method'),
    constructor_declaration: defines('method'),
    compact_constructor_declaration: defines('method'),
    annotation_type_element_declaration: defines('method', { body: 'value' }),
    field_declaration: field,
    constant_declaration: field,
  },
  references: {
    method_invocation: uses('call', 'name'),
    object_creation_expression(node, page) {
      page.refer('call', lastName(node.field('type')))
    },
    method_reference: (node, page) => page.refer('call', lastName(node.children().at(-1) ?? null)),
    marker_annotation: uses('type', 'name'),
    annotation: uses('type', 'name'),
    type_identifier: isUse('type'),
    import_declaration(node, page) {
      const name = node
        .children()
        .findLast((child) => ['identifier', 'scoped_identifier'].includes(child.kind().toString()))
      page.refer('import', lastName(name ?? null))
    },
  },
}

function field(...[node, page]: Parameters<Read>): void {
  const [first, ...others] = node.fieldChildren('declarator')
  if (first === undefined) return
  page.define({ kind: 'variable', node, name: first.field('name'), body: first.field('value') })
  for (const other of others) page.referTo('type', '', other.range().start.index)
}
