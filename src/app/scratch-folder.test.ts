import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeScratchFolder, removeAbandonedScratch } from './scratch-folder.ts'

test('what a killed process left is removed, what a living one uses stays', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['-e', ''])
  const left = join(tmpdir(), `autogen-bot-${dead}-Ab3dE6`)
  mkdirSync(left)
  const others = join(tmpdir(), `autogen-bot-${dead}-notes`)
  mkdirSync(others)
  onTestFinished(() => rmSync(others, { recursive: true, force: true }))
  const used = await makeScratchFolder()
  removeAbandonedScratch()
  expect([existsSync(left), existsSync(others), existsSync(used.path)]).toEqual([false, true, true])
  await used.remove()
  expect(existsSync(used.path)).toBe(false)
})
