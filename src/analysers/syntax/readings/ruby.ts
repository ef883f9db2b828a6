/** Ruby: a bare word is a call unless something was assigned to it, and a constant is used like a type. */
import { defines, isUse, lastName, type Read, type Reading } from '../reading.ts'

export const ruby: Reading = {
  definitions: {
    method,
    singleton_method: method,
    class: named('class'),
    module: named('module'),
    assignment(node, page) {
      const left = node.field('left')
      if (left?.kind() === 'identifier') page.local(page.textOf(left))
      if (left?.kind() !== 'constant' || page.around(node) === 'method') return
      page.define({ kind: 'variable', node, name: left, body: node.field('right') })
    },
  },
  references: {
    call(node, page) {
      const name = node.field('method')
      page.refer('call', lastName(name))
      if (name !== null && node.field('receiver') === null) requires(node, page, page.textOf(name))
    },
    identifier: (node, page) => page.referUnlessLocal(node),
    constant: isUse('type'),
    method_parameters: locals,
    block_parameters: locals,
    lambda_parameters: locals,
  },
}

function method(...[node, page]: Parameters<Read>): void {
  const kind = page.around(node) === null ? 'function' : 'method'
  page.define({ kind, node, name: node.field('name'), body: node.field('body') })
}

function named(kind: 'class' | 'module'): Read {
  const define = defines(kind)
  return (node, page) => {
    const name = node.field('name')
    if (name?.kind() === 'scope_resolution') {
      page.define({ kind, node, name: lastName(name), body: node.field('body') })
    } else define(node, page)
  }
}

function locals(...[node, page]: Parameters<Read>): void {
  for (const word of page
    .textOf(node)
    .slice(0, 1_000)
    .matchAll(/[a-z_]\w*/g))
    page.local(word[0])
}

function requires(...[node, page, name]: [...Parameters<Read>, string]): void {
  if (name !== 'require' && name !== 'require_relative') return
  const path = node.field('arguments')?.child(0)
  const words = path === null || path === undefined ? '' : page.textOf(path)
  const file = /^(?:\(\s*)?['"](?:[^'"]*\/)?([\w.-]+)['"]/.exec(words.slice(0, 300))?.[1]
  if (file !== undefined) page.referTo('import', file, node.range().start.index)
}
