/**
 * Answers that models gave about cases that are not over yet, beside the file of the run: whoever goes on with it asks, and
 * pays, for the rest alone, and the case costs what all tries at it did.
 */
import { createHash } from 'node:crypto'
import { rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createDiskMemory } from '../../adapters/disk-memory/create-disk-memory.ts'
import { createAgentMemory } from '../../adapters/memory/agent-memory.ts'
import { readRemembered } from '../../agents/calls/remembered-turn.ts'
import { tokensOf } from '../../domain/agents/model-usage.ts'
import type { Spent } from '../../domain/evaluation/evaluated-case.ts'
import { costOf, type Prices } from '../../ports/model/prices.ts'
import type { AgentMemory, AnswerKey } from '../../ports/store/agent-memory.ts'

export interface CaseAnswers {
  readonly memory: AgentMemory
  /** What answers of earlier tries took, as far as they were recalled. */
  recalled(): Spent
}

/** @param folder null: they are kept as long as the process lives */
export function createCaseAnswers(folder: string | null, prices: Prices): CaseAnswers {
  const memory = folder === null ? createAgentMemory() : createDiskMemory(folder)
  const ours = new Set<AnswerKey>()
  const spent = new Map<AnswerKey, Spent>()
  return {
    memory: {
      ...memory,
      // What an argument came to would stand for turns that nobody could count then.
      recall: async (kind, keys, at) => {
        if (kind !== 'turn') return new Map()
        const known = await memory.recall(kind, keys, at)
        for (const [key, value] of known) if (!ours.has(key)) spent.set(key, spentOn(value, prices))
        return known
      },
      remember: async (kind, key, value, at) => {
        if (kind !== 'turn') return
        ours.add(key)
        await memory.remember(kind, key, value, at)
      },
    },
    recalled: () => [...spent.values()].reduce(addSpent, { tokens: 0, microDollars: 0 }),
  }
}

/** Of one case, beside the file of the run. */
export function answersFolder(runFile: string, caseId: string): string {
  return join(`${runFile}.answers`, createHash('sha256').update(caseId).digest('hex').slice(0, 16))
}

/** The folder of all goes with its last case. */
export async function forgetAnswers(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await rmdir(dirname(folder)).catch(() => {})
}

export function addSpent(one: Spent, other: Spent): Spent {
  const isUnknown = one.microDollars === null || other.microDollars === null
  return {
    tokens: one.tokens + other.tokens,
    microDollars: isUnknown ? null : (one.microDollars ?? 0) + (other.microDollars ?? 0),
  }
}

function spentOn(value: unknown, prices: Prices): Spent {
  const answer = readRemembered(value)
  if (answer === null) return { tokens: 0, microDollars: 0 }
  const { model, usage } = answer.kind === 'turn' ? answer.turn : answer
  const price = prices.of(model)
  return { tokens: tokensOf(usage), microDollars: price === null ? null : costOf(price, usage) }
}
