/** Numbers, durations and strings as PromQL writes them. */

const unitMs = {
  y: 365 * 86_400_000,
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
} as const

/** @returns seconds for a duration; null for what is neither */
export function readNumber(text: string): number | null {
  const sign = text.startsWith('-') ? -1 : 1
  const digits = text.replace(/^[+-]\s*/, '').toLowerCase()
  if (digits === 'inf') return sign * Number.POSITIVE_INFINITY
  if (digits === 'nan') return Number.NaN
  const durationMs = readDurationMs(digits)
  if (durationMs !== null) return (sign * durationMs) / 1_000
  if (!/^(?:0x[0-9a-f]+|[\d_.]+(?:e[+-]?[\d_]+)?)$/.test(digits)) return null
  const value = Number(digits.replaceAll('_', ''))
  return Number.isNaN(value) ? null : sign * value
}

/** `1h30m` @returns null for what is no duration */
export function readDurationMs(text: string): number | null {
  if (!/^(?:\d+(?:ms|[ywdhms]))+$/.test(text)) return null
  let sum = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g)) {
    sum += Number(count) * unitMs[unit as keyof typeof unitMs]
  }
  return sum
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
}

/** @param text with its quotes @returns null for one that does not end, or with an escape that does not exist */
export function readString(text: string): string | null {
  const quote = text[0] ?? ''
  if (text.length < 2 || !text.endsWith(quote)) return null
  const inner = text.slice(1, -1)
  if (quote === '`') return inner
  let value = ''
  for (let at = 0; at < inner.length; ) {
    const character = inner[at] as string
    if (character === quote) return null
    if (character !== '\\') {
      value += character
      at += 1
      continue
    }
    const found = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))/s.exec(
      inner.slice(at, at + 10),
    )
    if (found === null) return null
    const [whole, byte, short, long, octal, single] = found
    const code = codeOf(byte ?? short ?? long, octal)
    if (code !== null && code > 0x10ffff) return null
    const meant = code === null ? simpleEscapes[single ?? ''] : String.fromCodePoint(code)
    if (meant === undefined || (single === "'" && quote !== "'") || (single === '"' && quote !== '"'))
      return null
    value += meant
    at += whole.length
  }
  return value
}

function codeOf(hex: string | undefined, octal: string | undefined): number | null {
  if (hex !== undefined) return Number.parseInt(hex, 16)
  return octal === undefined ? null : Number.parseInt(octal, 8)
}
