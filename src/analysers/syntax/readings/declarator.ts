/** C and C++: a name is wrapped in what is done with it, `int (*name)(void)`, `Type &Class::name() const`. */
import type { SgNode } from '@ast-grep/napi'

const names: ReadonlySet<string> = new Set([
  'identifier',
  'type_identifier',
  'field_identifier',
  'primitive_type',
  'operator_name',
  'destructor_name',
])
/** What holds the next one without naming it. */
const wrappers: ReadonlySet<string> = new Set([
  'parenthesized_declarator',
  'attributed_declarator',
  'reference_declarator',
  'variadic_declarator',
])
const nameHolders: ReadonlySet<string> = new Set([
  'qualified_identifier',
  'template_function',
  'template_method',
  'template_type',
])
const stepsMax = 20

/** Null for what declares nothing that has a name. */
export function declaredName(from: SgNode | null): SgNode | null {
  let node = from
  for (let step = 0; node !== null && step < stepsMax; step++) {
    if (names.has(node.kind().toString())) return node
    node = inner(node)
  }
  return null
}

export function declaresFunction(from: SgNode | null): boolean {
  let node = from
  for (let step = 0; node !== null && step < stepsMax; step++) {
    // `int (*f)(void)` is a variable that points to one.
    if (node.kind() === 'function_declarator')
      return node.field('declarator')?.kind() !== 'parenthesized_declarator'
    node = inner(node)
  }
  return false
}

/** Whether it is told of something that was declared elsewhere: `Cart::total`. */
export function declaresElsewhere(from: SgNode | null): boolean {
  let node = from
  for (let step = 0; node !== null && step < stepsMax; step++) {
    if (node.kind() === 'qualified_identifier') return true
    node = inner(node)
  }
  return false
}

function inner(node: SgNode): SgNode | null {
  const kind = node.kind().toString()
  if (nameHolders.has(kind)) return node.field('name')
  if (wrappers.has(kind)) return node.children().find((child) => child.isNamed()) ?? null
  return node.field('declarator')
}
