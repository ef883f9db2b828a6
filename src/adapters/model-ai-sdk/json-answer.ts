/**
 * The JSON in what a model wrote, though it was asked for nothing else: models put fences around it, words before and
 * after it, and open ones their thoughts in front. Nothing is mended: what does not parse goes back to the model.
 */
const startsMax = 40

/** @returns undefined when there is none; of several objects the longest */
export function jsonAnswer(text: string): unknown {
  const plain = withoutThoughts(text).trim()
  const whole = parsed(plain)
  if (whole !== undefined) return whole
  let best: { readonly value: unknown; readonly length: number } | null = null
  let from = plain.indexOf('{')
  for (let starts = 0; from >= 0 && starts < startsMax; starts += 1) {
    const end = endOfObject(plain, from)
    // An object that never ends was cut off, and what stands in it is no answer; a lone brace is only a brace.
    if (end === null && /^\{\s*"/.test(plain.slice(from, from + 40))) break
    const value = end === null ? undefined : parsed(plain.slice(from, end))
    const length = (end ?? from) - from
    // What something goes on behind is a piece of a list, or of an answer that is broken.
    const isPiece = end !== null && /^\s*[,\]}:]/.test(plain.slice(end, end + 40))
    if (value !== undefined && !isPiece && length > (best?.length ?? 0)) best = { value, length }
    from = plain.indexOf('{', end ?? from + 1)
  }
  return best?.value
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function withoutThoughts(text: string): string {
  const end = /^\s*<think(?:ing)?>/.test(text) ? text.search(/<\/think(?:ing)?>/) : -1
  return end < 0 ? text : text.slice(text.indexOf('>', end) + 1)
}

/** Behind the brace that closes the one at `from`; braces within strings do not count. */
function endOfObject(text: string, from: number): number | null {
  let depth = 0
  let isInString = false
  for (let at = from; at < text.length; at += 1) {
    const character = text[at]
    if (isInString) {
      if (character === '\\') at += 1
      else if (character === '"') isInString = false
    } else if (character === '"') isInString = true
    else if (character === '{') depth += 1
    else if (character === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return null
}
