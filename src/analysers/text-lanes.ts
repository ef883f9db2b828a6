/**
 * Divides texts among children. Analysers that are slow to load get a lane of their own, so that they load beside the
 * others instead of behind them; a child whose lane is empty helps with another that is long enough to be worth it.
 */
import type { TextAnalyser } from './analyser.ts'
import type { FileWork } from './work.ts'

export interface TextTask {
  readonly work: FileWork
  readonly analysers: readonly TextAnalyser[]
}

export interface TextLanes {
  readonly tasks: number
  readonly children: number
  /** The next task for a child, of its own lane as long as there is one; null when it may end. */
  next(child: number): TextTask | null
}

/** Loading everything once more pays from about this much text. */
const charactersPerChild = 256 * 1024

export function createTextLanes(
  works: readonly FileWork[],
  analysers: readonly TextAnalyser[],
  childrenMax: number,
): TextLanes {
  const slow = analysers.filter(({ opensSlowly }) => opensSlowly === true).map((analyser) => [analyser])
  const quick = analysers.filter(({ opensSlowly }) => opensSlowly !== true)
  // The slow ones first: the first child was started while the change was still being read.
  const lanes = [...slow, quick].map((ofLane) => tasksOf(works, ofLane)).filter((lane) => lane.length > 0)
  const tasks = lanes.reduce((sum, lane) => sum + lane.length, 0)
  const characters = lanes.reduce((sum, lane) => sum + charactersOf(lane), 0)
  const wanted = Math.max(lanes.length, 1 + Math.floor(characters / charactersPerChild))
  const children = Math.min(childrenMax, wanted, tasks)
  const laneOfChild = Array.from({ length: children }, (_, child) => lanes[child % lanes.length] ?? [])
  const waiting = lanes.slice(children)

  function anotherLane(): TextTask[] {
    const unbegun = waiting.shift()
    if (unbegun !== undefined) return unbegun
    const longest = lanes.reduce((a, b) => (charactersOf(b) > charactersOf(a) ? b : a), [])
    return charactersOf(longest) > charactersPerChild ? longest : []
  }

  return {
    tasks,
    children,
    next(child) {
      if (laneOfChild[child]?.length === 0) laneOfChild[child] = anotherLane()
      return laneOfChild[child]?.shift() ?? null
    },
  }
}

/** The longest first, so that no child is left alone with it at the end. */
function tasksOf(works: readonly FileWork[], analysers: readonly TextAnalyser[]): TextTask[] {
  return works
    .map((work) => ({ work, analysers: analysers.filter((analyser) => analyser.reads(work.prepared.text)) }))
    .filter((task) => task.analysers.length > 0)
    .sort((a, b) => lengthOf(b.work) - lengthOf(a.work))
}

function charactersOf(lane: readonly TextTask[]): number {
  return lane.reduce((sum, task) => sum + lengthOf(task.work), 0)
}

function lengthOf(work: FileWork): number {
  return (work.prepared.text.head?.length ?? 0) + (work.prepared.text.base?.length ?? 0)
}
