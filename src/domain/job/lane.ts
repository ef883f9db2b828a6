/** How urgent a job is. All waiting jobs of a lane are taken before any of the next one. */

/** Most urgent first. */
export const lanes = ['command', 'opened', 'pushed', 're-review', 'sweep'] as const

export type Lane = (typeof lanes)[number]

export function parseLane(text: string): Lane | null {
  return lanes.find((lane) => lane === text) ?? null
}

/** 0 is the most urgent. */
export function urgencyOf(lane: Lane): number {
  return lanes.indexOf(lane)
}

export function isMoreUrgent(lane: Lane, than: Lane): boolean {
  return urgencyOf(lane) < urgencyOf(than)
}
