import { describe, expect, test } from 'vitest'
import { createAgentMemory } from '../../adapters/memory/agent-memory.ts'
import type { ArguedClaim } from '../../domain/agents/claim.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import type { AgentMemory } from '../../ports/store/agent-memory.ts'
import type { ContextUnit, UnitKey } from '../context/context.ts'
import { createUnitMemory, type UnitMemoryParts } from './unit-memory.ts'

const total = unit('total', 10, 20)
const add = unit('add', 40, 50)

function unit(symbol: string, line: number, endLine: number, path = 'src/cart.ts'): ContextUnit {
  return {
    key: `key of ${symbol}` as UnitKey,
    path,
    symbol,
    head: { line, endLine },
    base: { line: line - 5, endLine: endLine - 5 },
  }
}

function argued(id: string, line: number, changes: Partial<ArguedClaim['claim']> = {}): ArguedClaim {
  return {
    claim: {
      id,
      path: 'src/cart.ts',
      side: 'RIGHT',
      line,
      endLine: line + 1,
      quote: `code of ${id}`,
      title: id,
      message: 'It breaks.',
      severity: 'high',
      category: 'correctness',
      cwe: ['CWE-369'],
      confidence: 0.9,
      replacement: null,
      evidence: [],
      ...changes,
    },
    by: 'coder',
    voices: [{ speaker: 'coder', round: 1, stance: 'proposes', text: 'It breaks.' }],
    outcome: 'upheld',
    reason: 'Both hold it for a defect: the reviewer confirmed it.',
  }
}

function open(memory: AgentMemory, changes: Partial<UnitMemoryParts> = {}) {
  return createUnitMemory({
    memory,
    clock: { now: () => 0 },
    scope: 'main/21',
    promptVersion: 'v1',
    models: { coder: ['a/one' as ModelName], reviewer: ['b/two' as ModelName] },
    settings: {
      rounds: 2,
      language: 'en',
      temperature: null,
      coder: { persona: '', focus: ['bugs'] },
      reviewer: { persona: '', focus: ['security'] },
    },
    ...changes,
  })
}

describe('what was argued about a unit', () => {
  test('is known again, and stands where the unit stands today', async () => {
    const memory = open(createAgentMemory())
    const inTotal = argued('c1', 12, { evidence: [cited('src/cart.ts', 41), cited('src/sum.ts', 3)] })
    const inBase = argued('c2', 42, { side: 'LEFT', line: 37, endLine: 38 })
    await memory.remember([total, add], [inTotal, inBase], false)
    const known = await memory.recall([{ ...total, head: { line: 110, endLine: 120 } }, unit('new', 1, 2)])
    expect([...known]).toEqual([
      [
        total.key,
        {
          claims: [argued('c1', 112, { evidence: [cited('src/cart.ts', 141), cited('src/sum.ts', 3)] })],
          owesWhole: false,
        },
      ],
    ])
    expect((await memory.recall([add])).get(add.key)?.claims).toEqual([inBase])
  })

  test('nothing found is known as well', async () => {
    const memory = open(createAgentMemory())
    await memory.remember([total], [], false)
    expect([...(await memory.recall([total, add]))]).toEqual([[total.key, { claims: [], owesWhole: false }]])
  })

  test('a claim belongs to one unit: that which holds it, holds its evidence, or is nearest', async () => {
    const memory = open(createAgentMemory())
    const claims = [
      argued('holds', 45),
      argued('evidence', 300, { path: 'src/caller.ts', evidence: [cited('src/cart.ts', 44)] }),
      argued('near', 38, { endLine: 38 }),
      argued('elsewhere', 3, { path: 'README.md' }),
    ]
    await memory.remember([total, add], claims, false)
    const known = await memory.recall([total, add])
    expect([total, add].map(({ key }) => known.get(key)?.claims.map(({ claim }) => claim.id))).toEqual([
      ['elsewhere'],
      ['holds', 'evidence', 'near'],
    ])
  })

  test.each([
    ['another repository', { scope: 'main/22' }],
    ['other prompts', { promptVersion: 'v2' }],
    ['another model', { models: { coder: ['a/one' as ModelName], reviewer: ['b/three' as ModelName] } }],
    [
      'another persona',
      {
        settings: {
          rounds: 2,
          language: 'en',
          temperature: null,
          coder: { persona: 'strict', focus: ['bugs'] },
          reviewer: { persona: '', focus: ['security'] },
        },
      },
    ],
  ])('is not known to %s', async (_, changes) => {
    const store = createAgentMemory()
    await open(store).remember([total], [argued('c1', 12)], false)
    expect(await open(store, changes).recall([total])).toEqual(new Map())
    expect((await open(store).recall([total])).size).toBe(1)
  })

  test('what does not read is as good as not there', async () => {
    const store = createAgentMemory()
    const broken: AgentMemory = {
      ...store,
      remember: (kind, key, _, at) => store.remember(kind, key, { claims: [{ claim: 3 }] }, at),
    }
    await open(broken).remember([total], [], false)
    expect(await open(store).recall([total])).toEqual(new Map())
  })

  test('lines never fall below the first', async () => {
    const memory = open(createAgentMemory())
    await memory.remember([add], [argued('c1', 45, { evidence: [cited('src/cart.ts', 2)] })], false)
    const [claim] =
      (await memory.recall([{ ...add, head: { line: 5, endLine: 15 } }])).get(add.key)?.claims ?? []
    expect([claim?.claim.line, claim?.claim.evidence[0]?.line]).toEqual([10, 1])
  })
})

function cited(path: string, line: number): ArguedClaim['claim']['evidence'][number] {
  return { path, side: 'RIGHT', line, endLine: line, quote: 'x' }
}
