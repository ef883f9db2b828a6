/** Prometheus' own programs, as tests run them. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const timeMs = 60_000

/** @returns what it printed; fails the test when it does not end with 0 */
export function runTool(program: 'promtool' | 'amtool', ...words: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8', timeout: timeMs })
  if (status !== 0)
    throw new Error(`${program} ${words[0]}: ${error ?? ''}\n${stdout}\n${stderr}`.slice(0, 20_000))
  return stdout
}

/** Which generation's rules for ranges hold: that of the program which is installed. */
export function generationOfPrometheus(): 2 | 3 {
  return /version 2\./.test(runTool('promtool', '--version')) ? 2 : 3
}

export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-prometheus-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
