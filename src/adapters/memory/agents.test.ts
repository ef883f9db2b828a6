import { beforeEach, describe } from 'vitest'
import { agentMemoryStories } from '../../ports/store/contract/agent-memory-stories.ts'
import { modelLedgerStories } from '../../ports/store/contract/model-ledger-stories.ts'
import { createAgentMemory } from './agent-memory.ts'
import { createModelLedger } from './model-ledger.ts'

describe('what models cost, in one process', () => {
  let ledger = createModelLedger()
  beforeEach(() => {
    ledger = createModelLedger()
  })
  modelLedgerStories(
    () => ledger,
    async () => ledger,
  )
})

describe('answers, in one process', () => {
  let memory = createAgentMemory()
  beforeEach(() => {
    memory = createAgentMemory()
  })
  agentMemoryStories(
    () => memory,
    async () => memory,
  )
})
