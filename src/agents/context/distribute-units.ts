/**
 * Which part each unit is read in. Files stay together and beside files that they call, as far as parts have room; when
 * there is more than all parts can hold, code goes before data and what is there before what is gone.
 */

export interface Load {
  readonly path: string
  /** Of the unit's changed lines alone, above 0. */
  readonly tokensMin: number
  /** With a few lines beside them. */
  readonly tokens: number
  /** 0 comes first when not everything fits. */
  readonly rank: number
}

export interface Room {
  readonly partsMax: number
  /** Tokens that changed lines may take of a part. */
  readonly tokensMax: number
}

export interface Distribution {
  /** Places in the list of loads, ascending in each part. */
  readonly parts: readonly (readonly number[])[]
  /** Places of those that fit into none. */
  readonly left: readonly number[]
}

/** How much of a part is filled so that there is room for what is around the changed lines; tried in this order. */
const fills = [
  { share: 0.6, of: 'tokens' },
  { share: 0.9, of: 'tokens' },
  { share: 0.9, of: 'tokensMin' },
  { share: 1, of: 'tokensMin' },
] as const
type Measure = (typeof fills)[number]['of']

export function distributeUnits(
  loads: readonly Load[],
  related: ReadonlyMap<string, ReadonlySet<string>>,
  room: Room,
): Distribution {
  const order = fileOrder(loads, related)
  let last: Distribution = { parts: [], left: [] }
  for (const { share, of } of fills) {
    last = place(loads, share === 1 ? byRank(order, loads) : order, related, {
      ...room,
      measure: of,
      softMax: Math.max(1, Math.floor(room.tokensMax * share)),
    })
    if (last.left.length === 0) break
  }
  return last
}

interface SoftRoom extends Room {
  readonly measure: Measure
  readonly softMax: number
}

interface Part {
  readonly places: number[]
  readonly paths: Set<string>
  tokens: number
}

function place(
  loads: readonly Load[],
  files: readonly (readonly number[])[],
  related: ReadonlyMap<string, ReadonlySet<string>>,
  room: SoftRoom,
): Distribution {
  const parts: Part[] = []
  const left: number[] = []

  function add(part: Part, places: readonly number[], tokens: number) {
    part.places.push(...places)
    part.tokens += tokens
    for (const at of places) part.paths.add(loads[at]?.path ?? '')
  }

  function open(): Part | null {
    if (parts.length >= room.partsMax) return null
    const part: Part = { places: [], paths: new Set(), tokens: 0 }
    parts.push(part)
    return part
  }

  for (const places of files) {
    const tokens = places.reduce((sum, at) => sum + (loads[at]?.[room.measure] ?? 0), 0)
    const friends = related.get(loads[places[0] ?? 0]?.path ?? '') ?? new Set()
    const hasRoom = (part: Part) => part.tokens + tokens <= room.softMax
    const whole =
      parts.find((part) => hasRoom(part) && !friends.isDisjointFrom(part.paths)) ??
      parts.findLast(hasRoom) ??
      (tokens <= room.softMax ? open() : null)
    if (whole !== null && whole !== undefined) {
      add(whole, places, tokens)
      continue
    }
    // The file is larger than what a part has left: its units go on from part to part.
    for (const at of places) {
      const one = loads[at]?.[room.measure] ?? 0
      const fits = (part: Part) => part.tokens + one <= room.softMax
      const part = parts.findLast(fits) ?? (one <= room.softMax ? open() : null)
      if (part === null || part === undefined) left.push(at)
      else add(part, [at], one)
    }
  }
  return {
    parts: parts.map((part) => part.places.toSorted((a, b) => a - b)),
    left: left.toSorted((a, b) => a - b),
  }
}

/** Places by file: a file is followed by the files that it has to do with, else by the next of the change. */
function fileOrder(
  loads: readonly Load[],
  related: ReadonlyMap<string, ReadonlySet<string>>,
): readonly (readonly number[])[] {
  const ofPath = new Map<string, number[]>()
  for (const [at, { path }] of loads.entries()) {
    const places = ofPath.get(path)
    if (places === undefined) ofPath.set(path, [at])
    else places.push(at)
  }
  const order: (readonly number[])[] = []
  const seen = new Set<string>()
  for (const first of ofPath.keys()) {
    const waiting = [first]
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path)) continue
      seen.add(path)
      const places = ofPath.get(path)
      if (places === undefined) continue
      order.push(places)
      const next = [...(related.get(path) ?? [])].filter((friend) => ofPath.has(friend) && !seen.has(friend))
      waiting.push(...next.toSorted().reverse())
    }
  }
  return order
}

function byRank(
  order: readonly (readonly number[])[],
  loads: readonly Load[],
): readonly (readonly number[])[] {
  const rankOf = (places: readonly number[]) => loads[places[0] ?? 0]?.rank ?? 0
  return order.toSorted((a, b) => rankOf(a) - rankOf(b))
}
