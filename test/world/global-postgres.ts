/**
 * Names the place of this test run: its PostgreSQL server, and the temporary folder of all its tests and of the programs
 * that they start. Ends and removes what is there when the run is over. No server is started here: the first test that
 * asks for a database does that (`postgres.ts`).
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
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
  const fast = fastFolder()
  folder = join(fast, `autogen-bot-test-${process.pid}-${randomBytes(4).toString('hex')}`)
  if (fast !== tmpdir()) moveTemporaryFolder(placesIn(folder).temporary)
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

/** Git waits for the disk at every pack, and removing a file may wait for it too. */
function moveTemporaryFolder(to: string): void {
  mkdirSync(to, { recursive: true })
  if (canRunPrograms(to)) process.env.TMPDIR = to
}

/** Some containers forbid it in memory, and tests write scripts. */
function canRunPrograms(folder: string): boolean {
  const script = join(folder, 'probe')
  writeFileSync(script, '#!/bin/sh\n', { mode: 0o755 })
  const { status } = spawnSync(script)
  rmSync(script)
  return status === 0
}

async function endKeeper(identity: ProcessIdentity): Promise<void> {
  if (!isAlive(identity)) return
  process.kill(identity.pid, 'SIGTERM')
  const giveUpAt = performance.now() + endMsMax
  while (isAlive(identity) && performance.now() < giveUpAt) await delay(10)
}
