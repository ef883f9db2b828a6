/** People act by the schedule while the host misbehaves and processes are killed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../world/until.ts'
import { faultRules } from './fault-rules.ts'
import type { Player } from './play-events.ts'
import { descendantsOf } from './processes.ts'
import type { Recovery } from './recovery.ts'
import type { Kill, Schedule } from './schedule.ts'
import type { Scene } from './set-the-scene.ts'
import { type Supervised, signal } from './supervised.ts'

export interface Storm {
  readonly kills: ReadonlyMap<string, number>
  readonly lastKillMs: number
  readonly durationMs: number
}

export async function rageStorm(
  scene: Scene,
  { events, kills }: Schedule,
  player: Player,
  recovery: Recovery,
  onProgress: (words: string) => void,
): Promise<Storm> {
  const { faults } = scene.github
  const counts = new Map<string, number>()
  let killed = 0
  let played = 0
  let lastKillMs = 0
  const tell = () => onProgress(`${played}/${events.length} events, ${killed}/${kills.length} kills`)

  async function killAll(): Promise<void> {
    for (const kill of kills) {
      await sleep(Math.max(0, startedMs + kill.atMs - Date.now()))
      lastKillMs = await strike(scene, recovery, kill)
      const name =
        kill.manner === 'process' ? kill.kind : `${kill.kind} (${kill.manner.replaceAll('-', ' ')})`
      counts.set(name, (counts.get(name) ?? 0) + 1)
      killed += 1
      tell()
    }
  }

  faults.set(...faultRules)
  const startedMs = Date.now()
  const playing = player.play(events, startedMs, (count) => {
    played = count
    tell()
  })
  await Promise.all([playing, killAll()])
  faults.clear()
  return { kills: counts, lastKillMs, durationMs: Date.now() - startedMs }
}

/** @returns when */
async function strike(scene: Scene, recovery: Recovery, kill: Kill): Promise<number> {
  const victim = victimOf(scene, kill)
  if (kill.manner === 'one-backend') {
    const atMs = await killBackend(victim)
    recovery.onKill(kill.kind, atMs, 0)
    return atMs
  }
  if (kill.manner === 'comes-back-empty') scene.loseRedisData()
  const { pid, atMs, left } = await victim.kill()
  recovery.onKill(kill.kind, atMs, pid)
  // What servers leave is killed with them.
  if (kill.kind !== 'postgres' && kill.kind !== 'redis') scene.leftovers.onKilled(left, atMs)
  if (kill.kind === 'worker') scene.takeovers.onWorkerKilled(pid, atMs)
  return atMs
}

function victimOf({ services, postgres, redis }: Scene, { kind, which }: Kill): Supervised {
  if (kind === 'postgres') return postgres.process
  if (kind === 'redis') return redis?.process ?? postgres.process
  const those = services[kind]
  const victim = those[which % those.length]
  if (victim === undefined) throw new Error(`there is no ${kind}`)
  return victim
}

/** The server ends all its other processes then, and recovers by itself. */
async function killBackend(server: Supervised): Promise<number> {
  let youngest: number | undefined
  await until(() => {
    youngest = descendantsOf(server.pid() ?? -1).at(-1)?.pid
    return youngest !== undefined
  }, 60_000)
  const atMs = Date.now()
  if (youngest !== undefined) signal(youngest, 'SIGKILL')
  return atMs
}
