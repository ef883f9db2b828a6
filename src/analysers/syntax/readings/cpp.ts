/**
 * C++: what C has, and classes, whose methods may stand elsewhere: `double Cart::total() const` is a method `total`.
 * What begins a test with a macro is read for what it is.
 */
import type { SgNode } from '@ast-grep/napi'
import type { DefinitionKind } from '../../../ports/syntax/syntax.ts'
import { childOfKind, defines, lastName, type Read, type Reading } from '../reading.ts'
import { c } from './c.ts'
import { withoutDeclarationMacros } from './declaration-macros.ts'
import { declaredName, declaresElsewhere, declaresFunction } from './declarator.ts'

export const cpp: Reading = {
  readable: (text) => withoutDeclarationMacros(withoutQt(text)),
  definitions: {
    ...c.definitions,
    function_definition: functionDefinition,
    declaration(node, page) {
      // A constructor is declared in its class like this; a friend is declared elsewhere.
      const isFriend = node.parent()?.kind() === 'friend_declaration'
      if (!isFriend && outsideFunctions.has(page.around(node))) declared(node, page)
    },
    field_declaration: declared,
    class_specifier: specifier('class'),
    struct_specifier: specifier('class'),
    union_specifier: specifier('class'),
    enum_specifier: specifier('type'),
    alias_declaration: templated('type', 'type'),
    concept_definition: templated('type'),
    namespace_definition: defines('module'),
  },
  references: {
    ...c.references,
    call_expression(node, page) {
      const name = lastName(node.field('function'))
      if (name !== null && !/_cast$/.test(page.textOf(name))) page.refer('call', name)
    },
    new_expression: (node, page) => page.refer('call', lastName(node.field('type'))),
    namespace_identifier(node, page) {
      // Nobody can tell `shop::total`, of a namespace, from `Cart::total`.
      const isDefined = node.parent()?.kind() === 'nested_namespace_specifier'
      if (!isDefined && page.textOf(node) !== 'std') page.refer('type', node)
    },
    using_declaration(node, page) {
      page.refer('import', lastName(childOfKind(node, 'identifier', 'qualified_identifier')))
    },
  },
}

const outsideFunctions: ReadonlySet<DefinitionKind | null> = new Set([null, 'module', 'class'] as const)

function functionDefinition(...[node, page]: Parameters<Read>): void {
  const declarator = node.field('declarator')
  const [from, body] = [outermost(node), node.field('body')]
  const name = declarator?.kind() === 'operator_cast' ? castName(declarator) : declaredName(declarator)
  const test = node.field('type') === null ? testName(declarator, page.textOf) : null
  const kind = declaresElsewhere(declarator) ? 'method' : 'function'
  page.define({ kind, node, name: test ?? name, from, body })
}

function declared(...[node, page]: Parameters<Read>): void {
  const declarator = node.field('declarator')
  const isCast = declarator?.kind() === 'operator_cast'
  const name = isCast ? castName(declarator) : declaredName(declarator)
  const value = declarator?.field('value') ?? node.field('default_value')
  const isFunction = isCast || declaresFunction(declarator) || value?.kind() === 'lambda_expression'
  const body = value?.kind() === 'lambda_expression' ? value.field('body') : value
  page.define({ kind: isFunction ? 'function' : 'variable', node, name, from: outermost(node), body })
}

/** Where it is described, not where it is mentioned. */
function specifier(kind: 'class' | 'type'): Read {
  return (node, page) => {
    const body = node.field('body')
    if (body !== null)
      page.define({ kind, node, name: lastName(node.field('name')), from: outermost(node), body })
  }
}

function templated(kind: 'type', body?: string): Read {
  return (node, page) => {
    const around = page.around(node)
    if (around === 'function' || around === 'method') return
    const value = body === undefined ? null : node.field(body)
    page.define({ kind, node, name: node.field('name'), from: outermost(node), body: value })
  }
}

const templatesMax = 10

/** With the `template<...>` before it. */
function outermost(node: SgNode): SgNode | null {
  let from: SgNode | null = null
  let around = node.parent()
  for (let step = 0; step < templatesMax && around?.kind() === 'template_declaration'; step++) {
    from = around
    around = around.parent()
  }
  return from
}

/** `operator bool` */
function castName(cast: SgNode): string | null {
  const type = cast.field('type')
  return type === null ? null : `operator ${type.text()}`
}

/** Words of GoogleTest, its benchmarks and Boost. */
const testMacro = /^(?:(?:TYPED_)?TEST(?:_[A-Z]{1,2})?|BENCHMARK_F|BOOST_[A-Z_]{1,30}TEST_CASE)$/

/** `TEST_F(CartTest, Sums) {` is told as `CartTest.Sums`, not as one of many things that are called `TEST_F`. */
function testName(declarator: SgNode | null, textOf: (node: SgNode) => string): string | null {
  const name = declarator?.field('declarator')
  if (!name || !testMacro.test(textOf(name))) return null
  const words = declarator?.field('parameters')
  return words
    ? textOf(words)
        .slice(1, -1)
        .replace(/\s*,\s*/g, '.')
    : null
}

/** Words of Qt in a class, which its own compiler takes out before others see them. */
function withoutQt(text: string): string {
  return text
    .replace(/^[ \t]*Q_[A-Z_]{3,40}(?:\([^()\n]{0,200}\))?[ \t]*$/gm, (words) => ' '.repeat(words.length))
    .replace(/^([ \t]*)(?:Q_SIGNALS|signals)(?=[ \t]*:)/gm, (words, indent: string) =>
      `${indent}public`.padEnd(words.length),
    )
    .replace(/\b(public|private|protected)[ \t]+(?:Q_SLOTS|slots)(?=[ \t]*:)/g, (words, access: string) =>
      access.padEnd(words.length),
    )
}
