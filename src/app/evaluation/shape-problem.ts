/** What is wrong with a file that people write, with its place: the first problem, because one is mended at a time. */
import type { z } from 'zod'

const wordsMax = 300

/** `[3].comments[0].severity: Invalid input: expected string` */
export function shapeProblem({ issues }: z.ZodError): string {
  const [first] = issues
  if (first === undefined) return 'is not as it has to be'
  const place = first.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''
  return `${place.join('').replace(/^\./, '') || 'the whole'}: ${first.message.slice(0, wordsMax)}${more}`
}
