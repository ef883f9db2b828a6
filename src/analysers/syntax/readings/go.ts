/** Go: a method stands outside of its type, so its name alone tells it. */
import { defines, type Read, type Reading, uses } from '../reading.ts'

export const go: Reading = {
  definitions: {
    function_declaration: defines('function'),
    method_declaration: defines('method'),
    method_elem: defines('method'),
    type_spec: typeSpec,
    type_alias: defines('type', { body: 'type' }),
    const_spec: values,
    var_spec: values,
  },
  references: {
    call_expression: uses('call', 'function'),
    type_identifier(node, page) {
      if (!predeclared.test(page.textOf(node))) page.refer('type', node)
    },
    import_spec(node, page) {
      const path = node.field('path')
      if (path === null) return
      const name = page.textOf(path).slice(1, -1).split('/').at(-1) ?? ''
      page.referTo('import', name, path.range().start.index)
    },
  },
}

const predeclared = /^(?:any|bool|byte|comparable|error|rune|string|complex\d+|float\d+|u?int\d*|uintptr)$/

function typeSpec(...[node, page]: Parameters<Read>): void {
  const type = node.field('type')
  const kind =
    type?.kind() === 'struct_type' ? 'class' : type?.kind() === 'interface_type' ? 'interface' : 'type'
  page.define({ kind, node, name: node.field('name'), body: type })
}

function values(...[node, page]: Parameters<Read>): void {
  if (page.around(node) !== null) return
  const names = node.fieldChildren('name').filter((name) => name.kind() === 'identifier')
  const [only] = names
  if (names.length === 1 && only !== undefined) {
    page.define({ kind: 'variable', node, name: only, body: node.field('value') })
    return
  }
  for (const name of names) page.define({ kind: 'variable', node: name, name, body: null })
}
