/**
 * Names the place of this test run's PostgreSQL server, and ends what is there when the run is over. Nothing is
 * started here: the first test that asks for a database starts the server (`postgres.ts`).
 */
import { randomBytes } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import {
  isAlive,
  ownIdentity,
  type ProcessIdentity,
} from '../../src/adapters/embedded-postgres/process-identity.ts'
import { endServer, findPostmaster } from '../../src/adapters/embedded-postgres/server-processes.ts'
import { fastFolder } from './fast-folder.ts'
import { placesIn } from './postgres-places.ts'

const endMsMax = 10_000
let folder = ''

export function setup(project: TestProject): void {
  folder = join(fastFolder(), `autogen-bot-test-${process.pid}-${randomBytes(4).toString('hex')}`)
  project.provide('postgresRun', { folder, owner: ownIdentity() })
}

export async function teardown(): Promise<void> {
  const { keeper, cluster } = placesIn(folder)
  const identity = await readFile(keeper, 'utf8').then(
    (text) => JSON.parse(text) as ProcessIdentity,
    () => null,
  )
  if (identity !== null) await endKeeper(identity)
  // The keeper leaves nothing, unless it was killed.
  const pid = await findPostmaster(cluster)
  if (pid !== null) await endServer(pid, cluster)
  await rm(folder, { recursive: true, force: true })
}

async function endKeeper(identity: ProcessIdentity): Promise<void> {
  if (!isAlive(identity)) return
  process.kill(identity.pid, 'SIGTERM')
  const giveUpAt = performance.now() + endMsMax
  while (isAlive(identity) && performance.now() < giveUpAt) await delay(10)
}
