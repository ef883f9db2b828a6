/** What the demo prints: when it happened, and what. */
export interface Timeline {
  readonly seconds: () => number
  /** A moment, and lines that belong to it. */
  tell(sentence: string, details?: readonly string[]): void
  /** Without a time. */
  say(text: string): void
}

const detailCharactersMax = 140

export function createTimeline(write: (text: string) => void): Timeline {
  const beganMs = performance.now()
  const seconds = () => (performance.now() - beganMs) / 1_000
  return {
    seconds,
    tell: (sentence, details = []) => {
      write(`${`${seconds().toFixed(1)} s`.padStart(7)}  ${sentence}\n`)
      for (const detail of details) write(`         ${cut(detail)}\n`)
    },
    say: (text) => write(`${text}\n`),
  }
}

function cut(text: string): string {
  return text.length > detailCharactersMax ? `${text.slice(0, detailCharactersMax - 1)}…` : text
}
