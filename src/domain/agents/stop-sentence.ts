/** Says once, in every report, that a review was made without the agents, or with half of their work. */
import type { AgentsStop } from './agents-report.ts'

export function stopSentence({ message, isPartial }: AgentsStop): string {
  return isPartial ? `The agents read only a part of the change: ${message}` : `Analysers only: ${message}`
}
