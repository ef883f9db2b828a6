/**
 * One run: the outside, the servers and the service are started, people act while processes are killed, then there is
 * peace, and then everything is looked at. Leaves nothing behind but, when something was wrong, a folder with the logs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SimulatedGitHub } from '../../sim/github/simulated-github.ts'
import type { RegisteredApp } from '../../sim/github/simulated-github-options.ts'
import { awaitAftermath } from './aftermath.ts'
import type { ChaosOptions } from './chaos-options.ts'
import type { ChaosReport } from './chaos-report.ts'
import { createPlayer } from './play-events.ts'
import { createRecovery } from './recovery.ts'
import { createSchedule } from './schedule.ts'
import { setTheScene } from './set-the-scene.ts'
import { rageStorm } from './storm.ts'
import type { Supervised } from './supervised.ts'

export type OnProgress = (words: string) => void

export async function runChaos(options: ChaosOptions, onProgress: OnProgress): Promise<ChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-chaos-'))
  const undo: (() => unknown)[] = []
  const destroy: Supervised[] = []
  const destroyAll = () => {
    for (const one of destroy) one.destroy()
  }
  process.once('exit', destroyAll)
  let isGood = false
  try {
    const report = await play(options, folder, undo, destroy, onProgress)
    isGood = report.wrong.length === 0
    return report
  } finally {
    destroyAll()
    process.removeListener('exit', destroyAll)
    for (const step of undo.reverse()) await step()
    const isKept = options.keepsLogs || !isGood
    const places = isKept ? ['postgres', 'redis', 'data', 'tmp'].map((name) => join(folder, name)) : [folder]
    // What was just killed may still be on its way out.
    for (const place of places)
      rmSync(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

async function play(
  options: ChaosOptions,
  folder: string,
  undo: (() => unknown)[],
  destroy: Supervised[],
  onProgress: OnProgress,
): Promise<ChaosReport> {
  const beganMs = Date.now()
  onProgress('starting')
  const recovery = createRecovery()
  const scene = await setTheScene(options, folder, undo, destroy, recovery)
  const { github, app } = scene
  const player = createPlayer(github)
  const storm = await rageStorm(scene, createSchedule(options), player, recovery, onProgress)
  const pulls = [...player.pulls.values()]
  const { lastKillMs } = storm
  const { quietMsMax } = options
  const aftermath = await awaitAftermath({ scene, pulls, lastKillMs, quietMsMax, onProgress })
  return {
    options,
    folder,
    ...aftermath,
    events: player.counts,
    pulls: { all: pulls.length, open: pulls.filter(({ isOpen }) => isOpen).length },
    kills: storm.kills,
    ownEnds: endsOf(destroy),
    faults: github.faults.hits,
    published: publishedIn(github, app, pulls),
    deliveries: deliveriesOf(github, app),
    requests: github.requests.total,
    outcomes: recovery.outcomes,
    broughtBack: recovery.broughtBack,
    recoveryTimes: recovery.times(github.deliveries(app.appId)),
    stormMs: storm.durationMs,
    durationMs: Date.now() - beganMs,
  }
}

function endsOf(all: readonly Supervised[]): ReadonlyMap<string, number> {
  const ends = all.flatMap(({ name, ownEnds }) => ownEnds.map((how) => `${name} with ${how}`))
  return new Map(ends.map((end) => [end, ends.filter((other) => other === end).length]))
}

function publishedIn(
  github: SimulatedGitHub,
  { botLogin }: RegisteredApp,
  pulls: readonly { readonly repository: string; readonly number: number }[],
) {
  const views = pulls.map(({ repository, number }) => github.pull(repository, number))
  return {
    reviews: views.flatMap(({ reviews }) => reviews.filter(({ user }) => user?.login === botLogin)).length,
    threads: views.flatMap(({ threads }) => threads).length,
    checkRuns: github.checkRuns().length,
  }
}

function deliveriesOf(github: SimulatedGitHub, { appId }: RegisteredApp) {
  const all = github.deliveries(appId)
  return {
    sent: new Set(all.map(({ guid }) => guid)).size,
    accepted: all.filter(({ statusCode }) => statusCode === 202).length,
    refused: all.filter(({ statusCode }) => statusCode !== 202).length,
    redelivered: all.filter(({ isRedelivery }) => isRedelivery).length,
  }
}
