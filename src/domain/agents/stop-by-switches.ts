/** What people have switched keeps the agents from being asked. */
import type { Switches } from '../operations/switches.ts'
import type { AgentsStop } from './agents-report.ts'

/** @returns null: they may be asked */
export function stopBySwitches({ isAnalysersOnly }: Pick<Switches, 'isAnalysersOnly'>): AgentsStop | null {
  if (!isAnalysersOnly) return null
  return {
    kind: 'analysers-only',
    message:
      'The operators of this service have switched to analysers only: no language model is asked for now.',
    isPartial: false,
  }
}
