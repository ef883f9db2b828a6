/** Switches and everything else that makes things better, over a real store and queue. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { openQueueUnderTest } from '../../../test/world/queue.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { Mitigation } from '../../domain/operations/mitigation.ts'
import { allOff, type Switches } from '../../domain/operations/switches.ts'
import { fail, succeed } from '../../domain/outcome.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import { aReview, begun, repository } from '../../ports/store/contract/samples.ts'
import type { Settings } from '../../ports/store/settings.ts'
import type { Store } from '../../ports/store/store.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import { followSwitches } from './follow-switches.ts'
import { createMitigations, type MitigationParts, type Mitigations } from './mitigations.ts'
import { switchesSetting } from './stored-switches.ts'

const ann: Actor = { name: 'ann', role: 'responder', via: 'cli' }

let database: TestDatabase
let store: Store
let queue: Awaited<ReturnType<typeof openQueueUnderTest>>
let time: number

beforeAll(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog, poolMax: 5 })
  queue = await openQueueUnderTest({ postgres: database.config })
})
afterAll(async () => {
  await queue.close()
  await store.close()
  await database.drop()
})
beforeEach(async () => {
  time = Date.UTC(2026, 10, 23, 10)
  await store.settings.write(switchesSetting, null)
  await queue.queue.resume()
})

function open(but: Partial<MitigationParts> = {}): Mitigations {
  return createMitigations({
    settings: store.settings,
    journal: store.journal,
    jobs: store.jobs,
    queue: queue.queue,
    resetBreaker: async (name) => name === 'repository:main/21',
    pageMore: async ({ incident }) => succeed({ note: `Level 1 is called about ${incident}.` }),
    hasIncident: async (id) => id === 7,
    releases: null,
    scaling: null,
    clock: { now: () => time },
    ...but,
  })
}

async function done(mitigations: Mitigations, mitigation: Mitigation, reason = 'It burns.') {
  const outcome = await mitigations.carryOut({ actor: ann, mitigation, reason, incident: 7 })
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return outcome.value
}

test('what is said to be about an incident that is not there is not done', async () => {
  const mitigation: Mitigation = { kind: 'pause-intake' }
  const outcome = await open().carryOut({ actor: ann, mitigation, reason: 'It burns.', incident: 8 })
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unknown' } })
  expect((await open().list()).switches.isIntakePaused).toBe(false)
})

test('a pause holds the queue at once, says who and why, and is taken back by its entry', async () => {
  const mitigations = open()
  const { entry } = await done(mitigations, { kind: 'pause-intake' })
  const paused = await queue.queue.counts()
  expect(paused.ok && paused.value.isPaused).toBe(true)
  const list = await mitigations.list()
  expect(list.switches.isIntakePaused).toBe(true)
  expect(list.causes).toEqual({
    intake: { by: 'ann', at: time, reason: 'It burns.', incident: 7, entry },
  })
  expect(list.entries[0]).toMatchObject({
    actor: ann,
    action: 'mitigation.pause-intake',
    subject: 'queue',
    incident: 7,
    detail: { reason: 'It burns.', undo: { kind: 'resume-intake' } },
  })
  expect(await done(mitigations, { kind: 'pause-intake' })).toMatchObject({ entry: null })

  const undone = await mitigations.undo({ actor: ann, entry: entry ?? 0, reason: 'Over.', incident: null })
  expect(undone).toMatchObject({ ok: true, value: { undo: { kind: 'pause-intake' } } })
  const resumed = await queue.queue.counts()
  expect(resumed.ok && resumed.value.isPaused).toBe(false)
  const [last] = (await mitigations.list()).entries
  expect(last).toMatchObject({ incident: 7, detail: { undoes: entry } })
})

test('an undo is refused for what is not in force any more, cannot be taken back, or is no mitigation', async () => {
  const mitigations = open()
  const first = await done(mitigations, { kind: 'set-concurrency', jobs: 4 })
  await done(mitigations, { kind: 'set-concurrency', jobs: 2 })
  const reset = await done(mitigations, { kind: 'reset-breaker', breaker: 'repository:main/21' })
  const other = await store.journal.append({
    at: time,
    actor: ann,
    action: 'incident.note',
    subject: 'incident 7',
    incident: 7,
    detail: {},
  })
  const kindOf = async (entry: number | null) => {
    const undone = await mitigations.undo({ actor: ann, entry: entry ?? 0, reason: 'No.', incident: null })
    return undone.ok ? 'done' : undone.failure.kind
  }
  expect(await kindOf(first.entry)).toBe('changed-since')
  expect(await kindOf(reset.entry)).toBe('not-undoable')
  expect(await kindOf(other.sequence)).toBe('not-undoable')
  expect(await kindOf(1_000_000)).toBe('unknown')
})

test('what was held waits again the moment its switch is taken back, and nothing else does', async () => {
  const mitigations = open()
  const place = { app: repository.app, repository: repository.id }
  const shed = await done(mitigations, { kind: 'shed-lanes', lanes: ['sweep'] })
  await done(mitigations, { kind: 'pause-repository', ...place })
  const far = Date.now() + 3_600_000
  const swept = await begun(store.jobs, aReview(1, { lane: 'sweep' }))
  const pushed = await begun(store.jobs, aReview(2))
  await store.jobs.hold(swept, far, 'Shed.', 'lane/sweep')
  await store.jobs.hold(pushed, far, 'Paused.', `repository/${repository.app}/${repository.id}`)
  const undone = await mitigations.undo({
    actor: ann,
    entry: shed.entry ?? 0,
    reason: 'Calm.',
    incident: null,
  })
  expect(undone).toMatchObject({ ok: true, value: { note: '1 job waits again.' } })
  expect((await store.jobs.find(swept.job))?.state).toBe('waiting')
  expect((await store.jobs.find(pushed.job))?.state).toBe('parked')
  const queued = await queue.queue.has([swept.job, pushed.job])
  expect(queued.ok && [...queued.value]).toEqual([swept.job])
  expect(await done(mitigations, { kind: 'resume-repository', ...place })).toMatchObject({
    note: '1 job waits again.',
  })
})

test('of several that switch at once each is there afterwards, with an entry of its own', async () => {
  const mitigations = open()
  const installations = Array.from({ length: 4 }, (_, at) => at + 1)
  const outcomes = await Promise.all(
    installations.map((installation) =>
      mitigations.carryOut({
        actor: ann,
        mitigation: { kind: 'pause-installation', app: repository.app, installation: installation as never },
        reason: 'A storm.',
        incident: null,
      }),
    ),
  )
  expect(outcomes.every(({ ok }) => ok)).toBe(true)
  const { switches, causes } = await mitigations.list()
  expect(switches.pausedInstallations.map(({ installation }) => installation).sort()).toEqual(installations)
  expect(Object.keys(causes)).toHaveLength(4)
})

test('who looks may not act, and nothing is written of what was not allowed', async () => {
  const mitigations = open()
  const before = (await store.journal.list(null, 1))[0]?.sequence
  const viewer: Actor = { name: 'vic', role: 'viewer', via: 'api' }
  const request = {
    actor: viewer,
    mitigation: { kind: 'pause-intake' },
    reason: 'x',
    incident: null,
  } as const
  expect(await mitigations.carryOut(request)).toMatchObject({ failure: { kind: 'forbidden' } })
  expect((await store.journal.list(null, 1))[0]?.sequence).toBe(before)
})

test('where nothing is set up that rolls back or scales it says so, and the try is written down', async () => {
  const request = {
    actor: ann,
    mitigation: { kind: 'rollback', to: null },
    reason: 'Bad.',
    incident: 7,
  } as const
  expect(await open().carryOut(request)).toMatchObject({ failure: { kind: 'not-configured' } })
  expect((await store.journal.list(null, 2)).map(({ action }) => action)).toEqual([
    'mitigation.rollback.failed',
    'mitigation.rollback',
  ])
  const releases = {
    description: 'The deployment',
    rollBack: async () => succeed({ from: 'v2', to: 'v1' }),
  }
  expect(await done(open({ releases }), request.mitigation)).toMatchObject({
    note: 'The deployment goes from v2 to v1.',
  })
  const scaling = {
    description: 'The deployment',
    scale: async () =>
      fail({ kind: 'refused', message: 'The quota is met.', remedy: 'Ask for more.' } as const),
  }
  const scaled = await open({ scaling }).carryOut({ ...request, mitigation: { kind: 'scale', workers: 9 } })
  expect(scaled).toMatchObject({ failure: { kind: 'refused', message: 'The quota is met.' } })
})

test('more people are called, and a breaker is reset, each with what came of it', async () => {
  expect(await done(open(), { kind: 'page-more', incident: 12 })).toMatchObject({
    note: 'Level 1 is called about 12.',
  })
  expect((await store.journal.list(null, 2)).map(({ incident }) => incident)).toEqual([12, 12])
  const unknown = { kind: 'reset-breaker', breaker: 'repository:main/404' } as const
  const outcome = await open().carryOut({ actor: ann, mitigation: unknown, reason: 'x', incident: null })
  expect(outcome).toMatchObject({ failure: { kind: 'unknown' } })
})

test('a process obeys what it last knew while the store is away, and a log level goes back by itself', async () => {
  const mitigations = open()
  await done(mitigations, { kind: 'set-log-level', level: 'debug', until: time + 60_000 })
  await done(mitigations, { kind: 'set-concurrency', jobs: 1 })
  const obeyed: Switches[] = []
  let isAway = false
  const settings: Settings = {
    ...store.settings,
    read: async (name) => {
      if (isAway) throw new StoreUnavailable('away')
      return store.settings.read(name)
    },
  }
  const follower = followSwitches({
    settings,
    clock: { now: () => time },
    log: silentLog,
    obey: (switches) => void obeyed.push(switches),
  })
  await follower.look()
  isAway = true
  await follower.look()
  expect(obeyed).toHaveLength(1)
  expect(follower.current()).toMatchObject({ concurrency: 1, logLevel: { level: 'debug' } })
  time += 60_000
  await follower.look()
  expect(obeyed.at(-1)).toEqual({ ...allOff, concurrency: 1 })
})

test('a value that nobody can read switches nothing', async () => {
  await store.settings.write(switchesSetting, {
    switches: { isIntakePaused: 'maybe', shedLanes: ['express'] },
  })
  const { switches } = await open().list()
  expect(switches).toEqual(allOff)
})
