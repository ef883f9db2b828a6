/** C#: a type is an identifier like any other; what is used as one is told by its place. */
import { childOfKind, defines, lastName, type Read, type Reading, uses } from '../reading.ts'

/** What a generic name is called in, rather than used as a type. */
const calledThings = ['invocation_expression', 'member_access_expression', 'member_binding_expression'].map(
  (kind) => ({
    kind,
  }),
)

export const csharp: Reading = {
  definitions: {
    class_declaration: defines('class'),
    struct_declaration: defines('class'),
    record_declaration: defines('class'),
    interface_declaration: defines('interface'),
    enum_declaration: defines('type'),
    delegate_declaration: defines('type'),
    namespace_declaration: defines('module'),
    method_declaration: defines('method'),
    constructor_declaration: defines('method'),
    destructor_declaration: defines('method'),
    local_function_statement: defines('function'),
    property_declaration(node, page) {
      const body = node.field('accessors') ?? node.field('value')
      page.define({ kind: 'variable', node, name: node.field('name'), body })
    },
    event_declaration: defines('variable', { body: 'accessors' }),
    field_declaration: field,
    event_field_declaration: field,
  },
  references: {
    invocation_expression: uses('call', 'function'),
    object_creation_expression: uses('call', 'type'),
    using_directive(node, page) {
      const name = node.children().findLast((child) => imported.has(child.kind().toString()))
      page.refer('import', lastName(name ?? null))
    },
  },
  types: {
    kind: 'identifier',
    any: [
      ...[
        'parameter',
        'variable_declaration',
        'property_declaration',
        'local_function_statement',
        'indexer_declaration',
        'delegate_declaration',
        'object_creation_expression',
        'cast_expression',
        'nullable_type',
        'array_type',
        'catch_declaration',
        'declaration_pattern',
      ].map((kind) => ({ inside: { kind, field: 'type' } })),
      { inside: { kind: 'method_declaration', field: 'returns' } },
      { inside: { kind: 'attribute', field: 'name' } },
      ...['base_list', 'type_argument_list', 'primary_constructor_base_type', 'typeof_expression'].map(
        (kind) => ({
          inside: { kind },
        }),
      ),
      { inside: { kind: 'generic_name', not: { inside: { any: calledThings } } } },
    ],
  },
}

const imported: ReadonlySet<string> = new Set(['identifier', 'qualified_name', 'generic_name'])

function field(...[node, page]: Parameters<Read>): void {
  const declaration = childOfKind(node, 'variable_declaration')
  const declarator = childOfKind(declaration, 'variable_declarator')
  const value = declarator?.children().at(-1) ?? null
  const name = declarator?.field('name') ?? null
  page.define({ kind: 'variable', node, name, body: value?.id() === name?.id() ? null : value })
}
