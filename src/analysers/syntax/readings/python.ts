/** Python: decorators are part of what they decorate; annotations are expressions, so their words are taken. */
import type { SgNode } from '@ast-grep/napi'
import { lastName, type Read, type Reading, uses, usesWords } from '../reading.ts'

export const python: Reading = {
  definitions: {
    function_definition: decorated('function'),
    class_definition: decorated('class'),
    type_alias_statement: (node, page) =>
      page.define({ kind: 'type', node, name: node.field('left'), body: node.field('right') }),
    assignment(node, page) {
      const [left, right] = [node.field('left'), node.field('right')]
      if (left?.kind() !== 'identifier' || !isOutsideFunctions(node)) return
      const isFunction = right?.kind() === 'lambda'
      page.define({ kind: isFunction ? 'function' : 'variable', node, name: left, body: right })
    },
  },
  references: {
    call: uses('call', 'function'),
    decorator: (node, page) => page.refer('call', lastName(node.child(1))),
    type: usesWords('type'),
    import_statement: imports,
    import_from_statement: imports,
  },
}

function decorated(kind: 'function' | 'class'): Read {
  return (node, page) => {
    const parent = node.parent()
    const from = parent?.kind() === 'decorated_definition' ? parent : null
    page.define({ kind, node, name: node.field('name'), from, body: node.field('body') })
    for (const base of node.field('superclasses')?.children() ?? []) {
      if (base.isNamed()) page.refer('type', lastName(base))
    }
  }
}

/** Of the module itself, or of a class. */
function isOutsideFunctions(assignment: SgNode): boolean {
  const around = assignment.parent()?.parent()
  if (around?.kind() === 'module') return true
  return around?.kind() === 'block' && around.parent()?.kind() === 'class_definition'
}

function imports(...[node, page]: Parameters<Read>): void {
  for (const name of node.fieldChildren('name')) {
    page.refer('import', lastName(name.kind() === 'aliased_import' ? name.field('name') : name))
  }
}
