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
import type { Calls } from './calls/calls.ts'
import { createGrounding } from './grounding/create-grounding.ts'
import { createOutputCheck } from './hostile/check-output.ts'
import { holdSecrets } from './hostile/hold-secrets.ts'
import { createUnitMemory } from './memory/unit-memory.ts'
import { createPromptBook } from './prompts/prompt-book.ts'
import { promptVersion } from './prompts/prompts.ts'
import { readSurroundings, type SurroundingsParts } from './read-surroundings.ts'
import { rememberTrees } from './remember-trees.ts'
import { outOfTime, stopOf } from './stop-of.ts'
import { createWalkthrough } from './walkthrough/create-walkthrough.ts'

export interface AgentsParts extends Omit<SurroundingsParts, 'units'> {
  /** Why nobody may be asked now; null when nothing is in the way. */
  readonly stopped: () => AgentsStop | null
  /** Bound to whoever pays; the settings are those of the change's base. */
  readonly openCalls: (settings: AgentSettings) => Calls
  readonly memory: AgentMemory
  readonly clock: Clock
  /** Milliseconds that only ever grow. */
  readonly now: () => number
  readonly reviewTimeMs: number
  /** Parts that are argued about side by side. */
  readonly atOnceMax: number
  /** Hosts that may be linked to: the code host's. */
  readonly hosts: readonly string[]
}

/** Of claims that the argument ended, in the report. */
const refutedMax = 20

export function createAgents(parts: AgentsParts): Agents {
  return {
    prepare: (signal) => parts.syntax.prepare(signal),
    discuss: async (change, signal, onProgress) => {
      const stop = parts.stopped()
      if (stop !== null) return nothingSaid(stop, change.settings.agents)
      const remembering = { ...change, snapshot: rememberTrees(change.snapshot) }
      return discuss(parts, remembering, signal, onProgress ?? (() => {}))
    },
    close: () => parts.syntax.close(),
  }
}

async function discuss(
  parts: AgentsParts,
  change: ChangeToDiscuss,
  outer: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<AgentsResult> {
  const { now, syntax, reviewTimeMs } = parts
  const settings = change.settings.agents
  const timeUp = AbortSignal.timeout(reviewTimeMs)
  const signal = AbortSignal.any([outer, timeUp])
  const calls = parts.openCalls(settings)
  const prompts = createPromptBook()
  const memory = createUnitMemory({
    memory: parts.memory,
    clock: parts.clock,
    scope: parts.repositoryKey,
    promptVersion,
    models: { coder: calls.modelsOf('coder'), reviewer: calls.modelsOf('reviewer') },
    settings,
  })
  const checkOutput = createOutputCheck({
    canaries: prompts.canaries,
    prompts: prompts.prompts,
    hosts: parts.hosts,
    holdSecrets: holdSecrets(change),
  })
  const { ground, holds } = createGrounding({ syntax, checkOutput })
  const writeWalkthrough = createWalkthrough({ calls, prompts, checkOutput })

  const begin = now()
  const surroundings = await readSurroundings({ ...parts, units: memory }, change, signal).catch(
    (error: unknown) => {
      if (signal.aborted) return null
      throw error
    },
  )
  if (surroundings === null) return nothingSaid(outOfTime(reviewTimeMs, false), settings)
  const read = now()
  const { packed, index, story } = surroundings
  const arguing = argueParts(
    { calls, prompts, memory, holds, atOnceMax: parts.atOnceMax, onProgress },
    { change, surroundings },
    signal,
  )
  let argued: Argued | null = null
  let groundingMs = 0
  const grounding = arguing.then(async (result) => {
    argued = result
    const from = now()
    const grounded = await ground(result.claims, change, outer)
    groundingMs = now() - from
    return grounded
  })
  const [grounded, told] = await Promise.all([
    grounding,
    writeWalkthrough(
      {
        files: change.files,
        index,
        story,
        known: change.known,
        findings: grounding.then(({ observations }) => [...change.known, ...observations]),
        settings,
        mask: change.mask,
      },
      signal,
    ),
  ])
  const { failures, finished, unread, notes } = argued ?? (await arguing)
  const usage = calls.usage()
  const stopped = stopOf({
    failures,
    finished,
    parts: packed.parts.length,
    switched: parts.stopped(),
    timeMs: timeUp.aborted ? reviewTimeMs : null,
  })
  return {
    observations: grounded.observations,
    dropped: grounded.dropped,
    unread: [...packed.unread, ...unread],
    notes: [...packed.notes, ...notes],
    report: {
      stopped,
      models: calls.answeredBy(),
      rounds: settings.rounds,
      refuted: refutedOf(grounded.dropped),
      walkthrough: told.walkthrough,
      usage,
    },
    stages: {
      'agents.context': read - begin,
      'agents.models': usage.modelMs,
      'agents.grounding': groundingMs,
    },
  }
}

function refutedOf(dropped: readonly DroppedFinding[]): readonly DroppedFinding[] {
  return dropped
    .filter(({ reason }) => reason === 'refuted')
    .sort((a, b) => severityWeight(b.severity) - severityWeight(a.severity))
    .slice(0, refutedMax)
}

function nothingSaid(stopped: AgentsStop, { rounds }: AgentSettings): AgentsResult {
  const usage = { tokens: noTokens, costMicroDollars: 0, calls: 0, remembered: 0, modelMs: 0 }
  return {
    observations: [],
    dropped: [],
    unread: [],
    notes: [],
    report: { stopped, models: [], rounds, refuted: [], walkthrough: null, usage },
    stages: {},
  }
}
