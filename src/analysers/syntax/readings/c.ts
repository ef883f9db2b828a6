/** C: a name is wrapped in what is done with it, `int (*name)(void)`, so it is unwrapped first. */
import type { SgNode } from '@ast-grep/napi'
import { defines, isUse, type Read, type Reading, uses } from '../reading.ts'

export const c: Reading = {
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

const wrappers: ReadonlySet<string> = new Set(['parenthesized_declarator', 'attributed_declarator'])
const stepsMax = 20

function inner(node: SgNode): SgNode | null {
  return wrappers.has(node.kind().toString())
    ? (node.children().find((child) => child.isNamed()) ?? null)
    : node.field('declarator')
}

function declaredName(from: SgNode | null): SgNode | null {
  let node = from
  for (let step = 0; node !== null && step < stepsMax; step++) {
    if (
      ['identifier', 'type_identifier', 'field_identifier', 'primitive_type'].includes(node.kind().toString())
    )
      return node
    node = inner(node)
  }
  return null
}

function declaresFunction(from: SgNode | null): boolean {
  let node = from
  for (let step = 0; node !== null && step < stepsMax; step++) {
    // `int (*f)(void)` is a variable that points to one.
    if (node.kind() === 'function_declarator') return node.field('declarator')?.kind() === 'identifier'
    node = inner(node)
  }
  return false
}
