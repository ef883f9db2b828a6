/** C: names are unwrapped from what is done with them. */
import { defines, isUse, type Read, type Reading, uses } from '../reading.ts'
import { withoutDeclarationMacros } from './declaration-macros.ts'
import { declaredName, declaresFunction } from './declarator.ts'

export const c: Reading = {
  readable: withoutDeclarationMacros,
  definitions: {
    function_definition: (node, page) =>
      page.define({
        kind: 'function',
        node,
        name: declaredName(node.field('declarator')),
        body: node.field('body'),
      }),
    declaration(node, page) {
      if (page.around(node) !== null) return
      const declarator = node.field('declarator')
      const kind = declaresFunction(declarator) ? 'function' : 'variable'
      page.define({ kind, node, name: declaredName(declarator), body: declarator?.field('value') ?? null })
    },
    struct_specifier: specifier('class'),
    union_specifier: specifier('class'),
    enum_specifier: specifier('type'),
    type_definition: (node, page) =>
      page.define({
        kind: 'type',
        node,
        name: declaredName(node.field('declarator')),
        body: node.field('type')?.field('body') ?? null,
      }),
    preproc_def: defines('variable', { body: 'value' }),
    preproc_function_def: defines('function', { body: 'value' }),
  },
  references: {
    call_expression: uses('call', 'function'),
    type_identifier: isUse('type'),
    preproc_include(node, page) {
      const path = node.field('path')
      if (path !== null)
        page.referTo('import', page.textOf(path).replace(/^["<]|[">]$/g, ''), path.range().start.index)
    },
  },
}

/** Where it is described, not where it is mentioned. */
function specifier(kind: 'class' | 'type'): Read {
  return (node, page) => {
    const body = node.field('body')
    if (body !== null) page.define({ kind, node, name: node.field('name'), body })
  }
}
