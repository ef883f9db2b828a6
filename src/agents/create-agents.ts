/**
 * The way of a change through the agents: symbols and context, what was argued before, the argument about each part side
 * by side, grounding, and the last look at every text. Whatever stops it, what was settled until then is kept and the
 * rest is told.
 */
import type { AgentSettings } from '../domain/agents/agent-settings.ts'
import type { AgentsStop } from '../domain/agents/agents-report.ts'
import { noTokens } from '../domain/agents/model-usage.ts'
import type { DroppedFinding } from '../domain/finding/finding.ts'
import { severityWeight } from '../domain/finding/severity.ts'
import type { Agents, AgentsResult, ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { Clock } from '../ports/clock/clock.ts'
import type { AgentMemory } from '../ports/store/agent-memory.ts'
import { type Argued, argueParts } from './argue-parts.ts'
import type { Grounded } from './grounding/grounding.ts'
import { createIndexAhead } from './index-ahead.ts'
import { tellEnded } from './memory/tell-ended.ts'
import { createUnitMemory } from './memory/unit-memory.ts'
import { type DiscussionParts, openDiscussion } from './open-discussion.ts'
import { promptVersion } from './prompts/prompts.ts'
import { readSurroundings, type Surroundings, type SurroundingsParts } from './read-surroundings.ts'
import { outOfTime, stopOf } from './stop-of.ts'
import { createWalkthrough } from './walkthrough/create-walkthrough.ts'

export interface AgentsParts extends DiscussionParts, Omit<SurroundingsParts, 'units'> {
  /** Why nobody may be asked now; null when nothing is in the way. */
  readonly stopped: () => AgentsStop | null
  readonly memory: AgentMemory
  readonly clock: Clock
  /** Milliseconds that only ever grow. */
  readonly now: () => number
  readonly reviewTimeMs: number
  /** Parts that are argued about side by side. */
  readonly atOnceMax: number
}

/** Of claims that the argument ended, in the report. */
const refutedMax = 20

export function createAgents(parts: AgentsParts): Agents {
  const ahead = createIndexAhead(parts)
  return {
    prepare: (signal) => parts.syntax.prepare(signal),
    readAhead: (change, signal) => {
      if (parts.stopped() === null) ahead.begin(change, signal)
    },
    discuss: async (change, signal, onProgress = () => {}) => {
      const stop = parts.stopped()
      if (stop !== null) return nothingSaid(stop, change.settings.agents)
      const ending = new AbortController()
      // `AbortSignal.timeout` would be kept until it is due, long after most reviews.
      const time = new AbortController()
      const timer = setTimeout(() => time.abort(), parts.reviewTimeMs)
      timer.unref()
      const timeUp = time.signal
      const asking = AbortSignal.any([signal, timeUp, ending.signal])
      try {
        const remembering = { ...change, snapshot: ahead.remembering(change.snapshot) }
        return await discuss(
          { ...parts, indexOf: ahead.indexOf },
          remembering,
          { asking, settling: signal, timeUp },
          onProgress,
        )
      } finally {
        clearTimeout(timer)
        // Of a discussion that failed nobody goes on to be paid.
        ending.abort()
      }
    },
    close: async () => {
      await Promise.all([ahead.close(), parts.syntax.close()])
    },
  }
}

interface Signals {
  /** Until when anybody is asked. */
  readonly asking: AbortSignal
  /** What was said is settled even when the time for asking is up. */
  readonly settling: AbortSignal
  readonly timeUp: AbortSignal
}

async function discuss(
  parts: AgentsParts,
  change: ChangeToDiscuss,
  signals: Signals,
  onProgress: (done: number, total: number) => void,
): Promise<AgentsResult> {
  const { now, reviewTimeMs } = parts
  const { files, known, mask } = change
  const settings = change.settings.agents
  const discussion = openDiscussion(parts, change)
  const { calls, prompts, grounding, checkOutput } = discussion
  const memory = createUnitMemory({
    memory: parts.memory,
    clock: parts.clock,
    scope: parts.repositoryKey,
    promptVersion,
    models: { coder: calls.modelsOf('coder'), reviewer: calls.modelsOf('reviewer') },
    settings,
  })
  const begin = now()
  const surroundings = await inTime(
    readSurroundings({ ...parts, units: memory }, change, signals.asking),
    signals.asking,
  )
  if (surroundings === null) return nothingSaid(outOfTime(reviewTimeMs, false), settings)
  const contextMs = now() - begin
  const { index, story } = surroundings

  async function argue(context: Surroundings): Promise<Settled> {
    const arguing = {
      calls,
      prompts,
      memory,
      isThere: grounding.isThere,
      atOnceMax: parts.atOnceMax,
      onProgress,
    }
    const argued = await argueParts(arguing, { change, surroundings: context }, signals.asking)
    const from = now()
    const grounded = await grounding.ground(argued.claims, change, signals.settling)
    return { argued, grounded, groundingMs: now() - from }
  }

  // The walkthrough is asked for right behind the first turns, so it has the first place that becomes free. Nothing waits
  // for it but the end; later it could be what a review that runs out of time goes without.
  const settling = argue(surroundings)
  const findings = async () => [...known, ...apartFrom(known, (await settling).grounded.observations)]
  const [settled, { walkthrough }] = await Promise.all([
    settling,
    createWalkthrough(discussion)({ files, index, story, known, findings, settings, mask }, signals.asking),
  ])
  const stopped = stopOf({
    failures: settled.argued.failures,
    finished: settled.argued.finished,
    parts: surroundings.packed.parts.length,
    isRecalled: surroundings.recalled.size > 0,
    switched: parts.stopped(),
    timeMs: signals.timeUp.aborted ? reviewTimeMs : null,
  })
  const usage = await calls.usage()
  const models = calls.answeredBy()
  const over = await tellEnded(settled.argued.over, change, checkOutput)
  return {
    ...toldOf(settled, surroundings),
    report: {
      stopped,
      models,
      rounds: settings.rounds,
      refuted: refutedOf(settled.grounded.dropped),
      ...(surroundings.earlier.length === 0 ? {} : { over }),
      walkthrough,
      usage,
    },
    stages: {
      'agents.context': contextMs,
      'agents.models': usage.modelMs,
      'agents.grounding': settled.groundingMs,
    },
  }
}

interface Settled {
  readonly argued: Argued
  readonly grounded: Grounded
  readonly groundingMs: number
}

function toldOf(
  { argued, grounded: { observations, dropped } }: Settled,
  { packed }: Surroundings,
): Pick<AgentsResult, 'observations' | 'dropped' | 'unread' | 'notes'> {
  return {
    observations,
    dropped,
    unread: [...packed.unread, ...argued.unread],
    notes: [...packed.notes, ...argued.notes],
  }
}

/** Null for what was broken off by the signal; every other failure is one. */
async function inTime<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value | null> {
  try {
    return await work
  } catch (error) {
    if (signal.aborted) return null
    throw error
  }
}

/** The review joins what is said of the same lines, so for the risk of a change a place that is known counts once. */
function apartFrom(
  known: ChangeToDiscuss['known'],
  observations: Grounded['observations'],
): Grounded['observations'] {
  return observations.filter(
    ({ path, side, line, endLine }) =>
      !known.some(
        (one) => one.path === path && one.side === side && one.line <= endLine && line <= one.endLine,
      ),
  )
}

function refutedOf(dropped: readonly DroppedFinding[]): readonly DroppedFinding[] {
  return dropped
    .filter(({ reason }) => reason === 'refuted')
    .sort((a, b) => severityWeight(b.severity) - severityWeight(a.severity))
    .slice(0, refutedMax)
}

function nothingSaid(stopped: AgentsStop, { rounds }: AgentSettings): AgentsResult {
  const usage = { tokens: noTokens, costMicroDollars: 0, calls: 0, estimated: 0, remembered: 0, modelMs: 0 }
  return {
    observations: [],
    dropped: [],
    unread: [],
    notes: [],
    report: { stopped, models: [], rounds, refuted: [], walkthrough: null, usage },
    stages: {},
  }
}
