/** Lists the GraphQL way: forwards from a cursor or backwards to one, never more than a hundred. */
import { GraphQLError } from 'graphql'

export interface ConnectionArgs {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

export function connection<Item, Shown>(
  name: string,
  items: readonly Item[],
  args: ConnectionArgs,
  show: (item: Item) => Shown,
) {
  const size = args.first ?? args.last ?? null
  if (size === null) {
    // GitHub lets a count alone be asked without bounds.
    return { totalCount: items.length, nodes: () => missingBounds(name), pageInfo: () => missingBounds(name) }
  }
  if (size > 100 || size < 0) {
    throw refusal(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`,
    )
  }
  const from = args.after == null ? 0 : indexIn(args.after) + 1
  const to = args.before == null ? items.length : indexIn(args.before)
  const start = args.first == null ? Math.max(from, to - size) : from
  const end = args.first == null ? to : Math.min(to, from + size)
  const shown = items.slice(start, end)
  return {
    totalCount: items.length,
    nodes: shown.map(show),
    pageInfo: {
      startCursor: shown.length === 0 ? null : cursorOf(start),
      endCursor: shown.length === 0 ? null : cursorOf(start + shown.length - 1),
      hasNextPage: start + shown.length < items.length,
      hasPreviousPage: start > 0,
    },
  }
}

export function refusal(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } })
}

function missingBounds(name: string): never {
  throw refusal(
    'MISSING_PAGINATION_BOUNDARIES',
    `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
  )
}

function cursorOf(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString('base64')
}

function indexIn(cursor: string): number {
  const match = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))
  if (match === null)
    throw refusal('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`)
  return Number(match[1])
}
