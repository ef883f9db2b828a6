/**
 * Pairs findings with defects one to one, as many pairs as there can be: a finding that names two defects earns one of
 * them, and the second finding about one defect is noise.
 */
import { compareText } from '../text/compare-text.ts'
import type { Likeness } from './evaluated-case.ts'

export interface Match {
  readonly finding: string
  readonly defect: string
}

/** Maximum bipartite matching by augmenting paths; where several are largest, the most alike go first. */
export function matchFindings(likenesses: readonly Likeness[]): readonly Match[] {
  const ordered = [...likenesses].sort(mostAlikeFirst)
  const options = Map.groupBy(ordered, ({ finding }) => finding)
  const takenBy = new Map<string, string>()
  for (const finding of options.keys()) augment(finding, options, takenBy, new Set())
  return [...takenBy].map(([defect, finding]) => ({ finding, defect })).sort(byNames)
}

/** Finds a place for a finding, moving others when that makes room. */
function augment(
  finding: string,
  options: ReadonlyMap<string, readonly Likeness[]>,
  takenBy: Map<string, string>,
  tried: Set<string>,
): boolean {
  for (const { defect } of options.get(finding) ?? []) {
    if (tried.has(defect)) continue
    tried.add(defect)
    const holder = takenBy.get(defect)
    if (holder === undefined || augment(holder, options, takenBy, tried)) {
      takenBy.set(defect, finding)
      return true
    }
  }
  return false
}

/** Names decide what is equally alike, so that the same input gives the same pairs. */
function mostAlikeFirst(a: Likeness, b: Likeness): number {
  return b.degree - a.degree || compareText(a.finding, b.finding) || compareText(a.defect, b.defect)
}

function byNames(a: Match, b: Match): number {
  return compareText(a.finding, b.finding)
}
