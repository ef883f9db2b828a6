/** What a query costs, by GitHub's rule: the requests its connections stand for, in hundreds, and one at least. */
import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode } from 'graphql'
import type { Json } from '../world/schemas.ts'

export function costOf(document: DocumentNode, variables: Json): number {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet] as const] : [],
    ),
  )
  const requests = (set: SelectionSetNode | undefined, times: number, depth: number): number => {
    if (depth > 50) return 0
    return (set?.selections ?? []).reduce((sum, one) => {
      if (one.kind === Kind.INLINE_FRAGMENT) return sum + requests(one.selectionSet, times, depth + 1)
      if (one.kind === Kind.FRAGMENT_SPREAD)
        return sum + requests(fragments.get(one.name.value), times, depth + 1)
      const size = sizeOf(one, variables)
      if (size === null) return sum + requests(one.selectionSet, times, depth + 1)
      return sum + times + requests(one.selectionSet, times * size, depth + 1)
    }, 0)
  }
  const total = document.definitions.reduce(
    (sum, one) => sum + (one.kind === Kind.OPERATION_DEFINITION ? requests(one.selectionSet, 1, 0) : 0),
    0,
  )
  return Math.max(1, Math.round(total / 100))
}

function sizeOf(field: FieldNode, variables: Json): number | null {
  const argument = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')
  if (argument === undefined) return null
  const { value } = argument
  if (value.kind === Kind.INT) return Number(value.value)
  const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : null
  return typeof given === 'number' ? given : 1
}
