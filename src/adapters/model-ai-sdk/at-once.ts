/** A door that lets so many requests in at once. The others stand in line, and leave it when they are cancelled. */
export interface AtOnce {
  /** @returns what is to be called when it is over; null: cancelled before its turn came */
  enter(signal: AbortSignal): Promise<(() => void) | null>
}

export function createAtOnce(max: number): AtOnce {
  let free = max
  const line = new Set<() => void>()

  function leave(): void {
    free += 1
    const [next] = line
    if (next === undefined) return
    line.delete(next)
    next()
  }

  function take(): () => void {
    free -= 1
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      leave()
    }
  }

  return {
    async enter(signal) {
      if (signal.aborted) return null
      if (free > 0) return take()
      return await new Promise((resolve) => {
        const turn = () => {
          signal.removeEventListener('abort', giveUp)
          resolve(take())
        }
        const giveUp = () => {
          line.delete(turn)
          resolve(null)
        }
        line.add(turn)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
  }
}
