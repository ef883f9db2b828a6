/** What every series of a process bears besides its own labels, as if Prometheus had scraped it. */
import type { LabelSet } from '../series/labels.ts'

export const jobName = 'autogen-bot'

export function instanceLabels(instance: string): LabelSet {
  return { instance, job: jobName }
}

/** 1 in every row of a process; 0 in the rows that stand for its absence. */
export const upName = 'up'
/** What uptime is made of. */
export const probeName = 'autogen_probe_success'
