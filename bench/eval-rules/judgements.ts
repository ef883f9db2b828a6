/**
 * What people said of reports on real code. The code itself is not kept: a report is known by its project, path, rule
 * and the digest of its line, so a judgement survives lines that move and ends when the line is changed.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface Judgement {
  /** True: a reviewer would want to hear this. False: noise. */
  readonly verdict: boolean
  readonly reason: string
}

export interface Judgements {
  /** The project behind each folder of cases; several folders may hold one project at different times. */
  readonly projects: Readonly<Record<string, string>>
  readonly judgements: Readonly<Record<string, Judgement>>
}

export interface Place {
  readonly project: string
  readonly path: string
  readonly rule: string
  readonly lineText: string
  /** 1 for the first report of this rule on such a line in the file, 2 for the next. */
  readonly occurrence: number
}

export function readJudgements(file: string | URL): Judgements {
  return JSON.parse(readFileSync(file, 'utf8')) as Judgements
}

export function judgementKey(place: Place): string {
  const digest = createHash('sha256').update(normalise(place.lineText)).digest('hex').slice(0, 16)
  const again = place.occurrence === 1 ? '' : `#${place.occurrence}`
  return `${place.project} ${place.path} ${place.rule} ${digest}${again}`
}

/** Indentation and alignment change without the code changing. */
function normalise(line: string): string {
  return line.trim().replace(/\s+/g, ' ')
}
