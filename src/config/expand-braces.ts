/** `{a,b{c,d}}` as the patterns it stands for, without ever making many more of them than are allowed. */

/** Every choice; null when the braces do not pair up or offer one choice only. More than the limit: only that it is more can be relied on. */
export function expandBraces(source: string, choicesMax: number): string[] | null {
  const done: string[] = []
  const waiting = [source]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const text = next
    const open = indexOutsideClass(text, '{')
    if (open === -1) {
      if (indexOutsideClass(text, '}') !== -1) return null
      done.push(text)
      if (done.length > choicesMax) return done
      continue
    }
    const parts = choicesAt(text, open)
    if (parts === null) return null
    for (const choice of parts.choices.reverse())
      waiting.push(text.slice(0, open) + choice + text.slice(parts.end))
    if (waiting.length > 2 * choicesMax + source.length) return waiting
  }
  return done
}

function indexOutsideClass(text: string, wanted: string): number {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === wanted) return at
    if (text[at] === '[') at = Math.max(at, classEnd(text, at))
  }
  return -1
}

function choicesAt(text: string, open: number): { choices: string[]; end: number } | null {
  const choices: string[] = []
  let depth = 0
  let start = open + 1
  for (let at = open; at < text.length; at += 1) {
    const character = text[at]
    if (character === '[') at = Math.max(at, classEnd(text, at))
    else if (character === '{') depth += 1
    else if (character === ',' && depth === 1) {
      choices.push(text.slice(start, at))
      start = at + 1
    } else if (character === '}') {
      depth -= 1
      if (depth > 0) continue
      choices.push(text.slice(start, at))
      return choices.length < 2 ? null : { choices, end: at + 1 }
    }
  }
  return null
}

/** Where the class that opens at `open` closes; -1 when it does not, or only past a slash. */
export function classEnd(text: string, open: number): number {
  const first = /[!^]/.test(text[open + 1] ?? '') ? open + 2 : open + 1
  const end = text.indexOf(']', first + 1)
  return end === -1 || text.slice(open, end).includes('/') ? -1 : end
}
