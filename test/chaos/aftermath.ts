/** After the storm: everything comes to rest, everything is looked at, the service is asked to end, and what is left is told. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PlayedPull } from './play-events.ts'
import { descendantsOf, listProcesses } from './processes.ts'
import type { Scene } from './set-the-scene.ts'
import { verify } from './verify.ts'
import { waitForQuiet } from './wait-for-quiet.ts'

export interface Aftermath {
  /** Sentences. */
  readonly wrong: readonly string[]
  readonly quietMs: number
  /** Of killed processes. */
  readonly leftovers: { readonly left: number; readonly longestMs: number; readonly folders: number }
}

export interface AftermathParts {
  readonly scene: Scene
  readonly pulls: readonly PlayedPull[]
  readonly lastKillMs: number
  readonly quietMsMax: number
  readonly onProgress: (words: string) => void
}

const stopMsMax = 40_000
/** What a killed process has started may need so long to notice. */
const leftoverGraceMs = 15_000

export async function awaitAftermath(parts: AftermathParts): Promise<Aftermath> {
  const { scene, pulls, lastKillMs, quietMsMax, onProgress } = parts
  const { github, app, database, takeovers, leftovers } = scene
  const calmMs = Date.now()
  const seen = { github, app, database, pulls }
  const waitsFor = await waitForQuiet(seen, quietMsMax, (words) => onProgress(`calm; waiting for: ${words}`))
  const quietMs = Date.now() - calmMs
  const notTaken = await takeovers.settled(1_000)
  onProgress('looking at everything')
  const broken = await verify(seen)
  const ofKilled = leftovers.figures()
  const notDecent = await endServices(scene)
  const orphans = await leftovers.remaining(leftoverGraceMs)
  const folders = readdirSync(scene.temporary)
  const fresh = folders.filter((name) => statSync(join(scene.temporary, name)).birthtimeMs > lastKillMs)
  return {
    wrong: [
      ...(waitsFor === null ? [] : [`not quiet after ${quietMsMax / 1000} s: ${waitsFor}`]),
      ...(notTaken === 0 ? [] : [`${notTaken} jobs of killed workers were not taken over`]),
      ...broken,
      ...notDecent.map((name) => `${name} had to be killed because it did not end when asked`),
      ...orphans.map((words) => `still runs: ${words}`),
      ...fresh.map((name) => `temporary folder ${name} was left by a process that ended in peace`),
    ],
    quietMs,
    leftovers: { ...ofKilled, folders: folders.length },
  }
}

/** @returns those that would not end */
async function endServices({ services, leftovers }: Scene): Promise<readonly string[]> {
  const all = Object.values(services).flat()
  const before = all.flatMap(({ pid }) => withDescendants(pid()))
  const areDecent = await Promise.all(all.map((one) => one.stop(stopMsMax)))
  leftovers.onKilled(before, Date.now())
  return all.filter((_, at) => areDecent[at] === false).map(({ name }) => name)
}

function withDescendants(pid: number | null) {
  const all = listProcesses()
  return pid === null ? [] : [...all.filter((one) => one.pid === pid), ...descendantsOf(pid, all)]
}
