/**
 * A word that nobody outside can know, put into every system prompt: where it turns up, our instructions were repeated.
 * Made from what is asked, so that the same question is the same request.
 */
import { createHash } from 'node:crypto'

export function canaryOf(content: string): string {
  return `heron-${createHash('sha256').update(`canary\n${content}`).digest('hex').slice(0, 20)}`
}
