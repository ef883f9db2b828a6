/** Rust: attributes stand before an item; an `impl` is a part of its type; macros hold text that nobody parsed. */
import { defines, firstBefore, isUse, lastName, type Read, type Reading, uses } from '../reading.ts'

export const rust: Reading = {
  definitions: {
    function_item: item('function'),
    function_signature_item: item('function'),
    struct_item: item('class'),
    union_item: item('class'),
    enum_item: item('type'),
    trait_item: item('interface'),
    type_item: item('type', 'type'),
    associated_type: defines('type', { body: 'bounds' }),
    macro_definition: item('function'),
    const_item: value,
    static_item: value,
    impl_item(node, page) {
      const from = firstBefore(node, 'attribute_item')
      page.define({ kind: 'class', node, name: lastName(node.field('type')), from, body: node.field('body') })
    },
    mod_item(node, page) {
      const body = node.field('body')
      if (body === null) page.refer('import', node.field('name'))
      else item('module')(node, page)
    },
  },
  references: {
    call_expression: uses('call', 'function'),
    macro_invocation(node, page) {
      page.refer('call', lastName(node.field('macro')))
      const from = node.range().start.index
      for (const call of page
        .textOf(node)
        .slice(0, macroCharactersMax)
        .matchAll(/\b([A-Za-z_]\w*)\(/g)) {
        page.referTo('call', call[1] ?? '', from + call.index)
      }
    },
    type_identifier: isUse('type'),
    use_declaration(node, page) {
      const from = node.range().start.index
      const words = page.textOf(node).slice(0, macroCharactersMax)
      // The last part of each path: what stands before a comma, a brace or the end, by the name that it has there.
      for (const { 0: name, index } of words.matchAll(
        /(?<!\bas\s)\b[A-Za-z_]\w*(?=\s*(?:as\s+\w+\s*)?[,;}])/g,
      )) {
        if (name !== 'self') page.referTo('import', name, from + index)
      }
    },
  },
}

const macroCharactersMax = 4_000

function item(kind: 'function' | 'class' | 'type' | 'interface' | 'module', body = 'body'): Read {
  return (node, page) => {
    const from = firstBefore(node, 'attribute_item')
    page.define({ kind, node, name: node.field('name'), from, body: node.field(body) })
  }
}

function value(...[node, page]: Parameters<Read>): void {
  const around = page.around(node)
  if (around === 'function' || around === 'method') return
  const from = firstBefore(node, 'attribute_item')
  page.define({ kind: 'variable', node, name: node.field('name'), from, body: node.field('value') })
}
