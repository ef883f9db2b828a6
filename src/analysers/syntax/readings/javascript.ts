/** JavaScript, TypeScript and both with JSX: one grammar family, with functions in every place of a value. */
import type { SgNode } from '@ast-grep/napi'
import {
  defines,
  firstBefore,
  isUse,
  lastName,
  type Read,
  type Reading,
  uses,
  usesChild,
} from '../reading.ts'

const functions: ReadonlySet<string> = new Set([
  'arrow_function',
  'function_expression',
  'generator_function',
])

export const typescript: Reading = {
  definitions: {
    function_declaration: exported('function'),
    generator_function_declaration: exported('function'),
    function_signature: exported('function'),
    class_declaration: exported('class'),
    abstract_class_declaration: exported('class'),
    interface_declaration: exported('interface'),
    type_alias_declaration: exported('type', 'value'),
    enum_declaration: exported('type'),
    internal_module: defines('module'),
    module: defines('module'),
    method_definition: member,
    method_signature: member,
    abstract_method_signature: member,
    public_field_definition(node, page) {
      const value = node.field('value')
      const kind = isFunction(value) ? 'method' : 'variable'
      page.define({ kind, node, name: node.field('name'), body: bodyOf(value) })
    },
    pair(node, page) {
      const value = node.field('value')
      if (isFunction(value)) {
        page.define({ kind: 'method', node, name: node.field('key'), body: bodyOf(value) })
      }
    },
    variable_declarator: variable,
    assignment_expression(node, page) {
      const right = node.field('right')
      if (!isFunction(right)) return
      page.define({ kind: 'function', node, name: lastName(node.field('left')), body: bodyOf(right) })
    },
    export_statement: exportedValue,
  },
  references: {
    call_expression: uses('call', 'function'),
    new_expression: uses('call', 'constructor'),
    decorator: (node, page) => page.refer('call', lastName(node.child(1))),
    extends_clause: uses('type', 'value'),
    type_identifier: isUse('type'),
    import_specifier: uses('import', 'name'),
    export_specifier: uses('import', 'name'),
    import_clause: usesChild('import'),
    namespace_import: (node, page) => page.refer('import', lastName(node.children().at(-1) ?? null)),
  },
}

/** With JSX, where an element is a call of its component. */
export const javascript: Reading = {
  definitions: typescript.definitions,
  references: {
    ...typescript.references,
    jsx_opening_element: uses('call', 'name'),
    jsx_self_closing_element: uses('call', 'name'),
  },
}

/** With the `export` and the decorators before it. */
function exported(kind: 'function' | 'class' | 'interface' | 'type', body = 'body'): Read {
  return (node, page) => {
    const parent = node.parent()
    const from = parent?.kind() === 'export_statement' ? parent : null
    page.define({ kind, node, name: node.field('name'), from, body: node.field(body) })
  }
}

function member(...[node, page]: Parameters<Read>): void {
  const from = firstBefore(node, 'decorator')
  page.define({ kind: 'method', node, name: node.field('name'), from, body: node.field('body') })
}

/** Functions and classes wherever they are; other values at the top of a text or namespace only. */
function variable(...[node, page]: Parameters<Read>): void {
  const [name, value] = [node.field('name'), node.field('value')]
  if (name?.kind() !== 'identifier') return
  const kind = isFunction(value) ? 'function' : value?.kind() === 'class' ? 'class' : 'variable'
  const around = kind === 'variable' ? page.around(node) : null
  if (around !== null && around !== 'module') return
  const declaration = node.parent()
  const holder = declaration?.parent() ?? null
  const isExported = holder?.kind() === 'export_statement'
  const isTop = isExported || tops.has(String(holder?.kind())) || around === 'module'
  if (kind === 'variable' && !isTop) return
  // Of several in one declaration each begins at its name.
  const isAlone = declaration !== null && node.prev()?.prev() === null
  const from = isAlone ? (isExported ? holder : declaration) : null
  page.define({ kind, node, name, from, body: bodyOf(value) })
}

const tops: ReadonlySet<string> = new Set(['program', 'ambient_declaration'])

/** `export default` of what has no name of its own. */
function exportedValue(...[node, page]: Parameters<Read>): void {
  const value = node.field('value')
  if (value === null || lastName(value) !== null) return
  const kind = isFunction(value) ? 'function' : value.kind() === 'class' ? 'class' : 'variable'
  page.define({ kind, node, name: value.field('name') ?? 'default', body: bodyOf(value) })
}

function isFunction(node: SgNode | null): boolean {
  return node !== null && functions.has(node.kind().toString())
}

/** Of a function or class its body, of any other value the value. */
function bodyOf(value: SgNode | null): SgNode | null {
  return value?.field('body') ?? value
}
