/**
 * Memory for bodies, which anybody can make us read before their signature can be checked: all together they may take
 * so much and no more.
 */
export interface BodyBudget {
  /** @param length what the request declares; null when it does not say @returns how to give it back; null when it is used up */
  take(length: number | null): (() => void) | null
}

export function createBodyBudget(bytesMax: number, bodyBytesMax: number): BodyBudget {
  let taken = 0
  return {
    take: (length) => {
      const bytes = Math.min(length ?? bodyBytesMax, bodyBytesMax)
      if (taken + bytes > bytesMax) return null
      taken += bytes
      let isHeld = true
      return () => {
        if (isHeld) taken -= bytes
        isHeld = false
      }
    },
  }
}
