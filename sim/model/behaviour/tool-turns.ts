/** How often tools were used since it was asked something the last time. */
import type { Question } from '../wire/question.ts'

export function toolTurnsOf({ turns }: Question): number {
  const asked = turns.findLastIndex(({ from }) => from === 'user')
  return turns.slice(asked + 1).filter(({ from }) => from === 'tools').length
}
