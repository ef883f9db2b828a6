/** A whole game day: calm, then one fault after the other, and whether the watch told the truth about each. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DrillOptions } from './drill-options.ts'
import { allFaults } from './faults/all-faults.ts'
import { firingAlerts, type Played, playFault, waitFor } from './play-fault.ts'
import { type Stage, setTheStage } from './stage.ts'

export interface GameDay {
  readonly speed: number
  readonly calmMinutes: number
  /** Titles of pages that came while nothing was wrong. */
  readonly falsePages: readonly string[]
  readonly played: readonly Played[]
  /** Name of the fault that the service did not live through; null: it lived. */
  readonly diedOf: string | null
  readonly pushes: number
  /** Messages that the pager refused because of their signature. */
  readonly refusedPages: number
  /** Where the logs are, when they are kept. */
  readonly folder: string | null
}

const settleMsMax = 60 * 60_000

/** @returns null when it was called off; either way nothing is left behind */
export async function playGameDay(
  options: DrillOptions,
  tell: (words: string) => void,
  signal: AbortSignal,
): Promise<GameDay | null> {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-drill-'))
  const undo: (() => unknown)[] = []
  const calledOff = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  try {
    return await Promise.race([play(options, folder, undo, tell), calledOff])
  } finally {
    for (const step of undo.reverse()) await step()
    if (!options.isKept) rmSync(folder, { recursive: true, force: true })
  }
}

async function play(
  options: DrillOptions,
  folder: string,
  undo: (() => unknown)[],
  tell: (words: string) => void,
): Promise<GameDay> {
  tell('setting the stage')
  const stage = await setTheStage(folder, options.speed, undo)
  await calm(stage, options.calmMinutes, tell)
  const falsePages = stage.pager.pages.filter(({ kind }) => kind === 'page').map(({ title }) => title)
  const played: Played[] = []
  for (const fault of allFaults) {
    if (options.only.length > 0 && !options.only.includes(fault.name)) continue
    played.push(await playFault(stage, fault, tell))
    if (stage.hasEnded()) break
    tell(`${fault.name}: waiting for calm`)
    await waitFor(stage, settleMsMax, async () => ((await firingAlerts(stage)).length === 0 ? true : null))
  }
  return {
    speed: options.speed,
    calmMinutes: options.calmMinutes,
    falsePages,
    played,
    diedOf: stage.hasEnded() ? (played.at(-1)?.fault ?? 'calm') : null,
    pushes: stage.load.pushes(),
    refusedPages: stage.pager.refused(),
    folder: options.isKept ? folder : null,
  }
}

async function calm(stage: Stage, minutes: number, tell: (words: string) => void): Promise<void> {
  const until = Date.now() + minutes * 60_000
  while (Date.now() < until) {
    tell(`calm for ${Math.ceil((until - Date.now()) / 1_000)} s, ${stage.load.pushes()} pushes`)
    await sleep(Math.min(1_000, Math.max(0, until - Date.now())))
  }
}
