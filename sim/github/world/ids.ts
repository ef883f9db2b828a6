/**
 * Numbers and node ids. A number is never used twice in one world, whatever it names, so that a program that mixes up
 * a review id and a comment id is caught. All stay below 2^53, but for deliveries, which GitHub numbers beyond it.
 */
export interface Ids {
  next(): number
  nextDelivery(): bigint
}

export function createIds(): Ids {
  let last = 1_000_000
  let lastDelivery = 2n ** 60n
  return {
    next: () => ++last,
    nextDelivery: () => {
      lastDelivery += 7n
      return lastDelivery
    },
  }
}

/** The shape of GitHub's present node ids: a prefix for the type, then text nobody should read. */
export function nodeId(prefix: string, id: number | string): string {
  return `${prefix}_${Buffer.from(`sim:${prefix}:${id}`).toString('base64url')}`
}
