/** The stories that every store has to tell in the same way. */
import { afterEach, beforeEach, describe } from 'vitest'
import { accessStories } from './contract/access-stories.ts'
import { agentMemoryStories } from './contract/agent-memory-stories.ts'
import { holdStories } from './contract/hold-stories.ts'
import { inboxStories } from './contract/inbox-stories.ts'
import { incidentsStories } from './contract/incidents-stories.ts'
import { jobModelStories } from './contract/job-model-stories.ts'
import { jobsStories } from './contract/jobs-stories.ts'
import { journalStories } from './contract/journal-stories.ts'
import { leadershipStories } from './contract/leadership-stories.ts'
import { maintenanceStories } from './contract/maintenance-stories.ts'
import { memoryStories } from './contract/memory-stories.ts'
import { modelLedgerStories } from './contract/model-ledger-stories.ts'
import { notificationStories } from './contract/notification-stories.ts'
import { processRunsStories } from './contract/process-runs-stories.ts'
import { runbookRunsStories } from './contract/runbook-runs-stories.ts'
import { sampleStories } from './contract/sample-stories.ts'
import type { StoreWorld } from './contract/samples.ts'

export type { StoreWorld } from './contract/samples.ts'

/** @param open an empty store, whose leadership lease is shorter than two seconds */
export function describeStoreContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`${name} keeps the promises of a store`, () => {
    let world: StoreWorld | null = null
    beforeEach(async () => {
      world = await open()
    })
    afterEach(async () => {
      await world?.close()
      world = null
    })

    function current(): StoreWorld {
      if (world === null) throw new Error('no store is open')
      return world
    }

    describe('inbox', () => inboxStories(current))
    describe('jobs', () => jobsStories(current))
    describe('any order of steps', () => jobModelStories(current))
    describe('memory', () => memoryStories(current))
    describe('maintenance', () => maintenanceStories(current))
    describe('access', () => accessStories(current))
    describe('held jobs', () => holdStories(current))
    describe('processes', () => processRunsStories(current))
    describe('journal', () => journalStories(current))
    describe('incidents', () => incidentsStories(current))
    describe('notifications', () => notificationStories(current))
    describe('leadership', () => leadershipStories(current))
    describe('samples', () => sampleStories(current))
    describe('runbook', () => runbookRunsStories(current))
    describe('what models cost', () =>
      modelLedgerStories(
        () => current().store.modelLedger,
        async () => (await current().another()).modelLedger,
      ))
    describe('answers', () =>
      agentMemoryStories(
        () => current().store.agentMemory,
        async () => (await current().another()).agentMemory,
      ))
  })
}
