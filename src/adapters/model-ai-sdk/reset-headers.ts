/** The headers in which providers say when each of their limits is whole again: OpenAI's as spans, Anthropic's as times. */
const limits = ['requests', 'tokens', 'input-tokens', 'output-tokens']

/** @returns how long until every limit that is used up is whole again; null when none says so */
export function limitResets(headers: Readonly<Record<string, string>>, now: number): number | null {
  const waits = limits.flatMap((limit) => {
    const openai = usedUp(headers[`x-ratelimit-remaining-${limit}`])
      ? spanMs(headers[`x-ratelimit-reset-${limit}`] ?? '')
      : null
    const time = Date.parse(headers[`anthropic-ratelimit-${limit}-reset`] ?? '')
    const anthropic =
      usedUp(headers[`anthropic-ratelimit-${limit}-remaining`]) && !Number.isNaN(time) ? time - now : null
    return [openai, anthropic].filter((wait) => wait !== null)
  })
  return waits.length === 0 ? null : Math.max(...waits)
}

function usedUp(remaining: string | undefined): boolean {
  return remaining !== undefined && Number(remaining) <= 0
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `6m0s`, `1.5s`, `120ms`. */
export function spanMs(text: string): number | null {
  if (!/^(?:\d{1,9}(?:\.\d{1,9})?(?:ms|s|m|h|d)){1,5}$/.test(text)) return null
  return [...text.matchAll(/([\d.]+)(ms|s|m|h|d)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0),
    0,
  )
}
