import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AnswerKey } from '../../ports/store/agent-memory.ts'
import { agentMemoryStories } from '../../ports/store/contract/agent-memory-stories.ts'
import { createDiskMemory } from './create-disk-memory.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-memory-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

agentMemoryStories(
  () => createDiskMemory(join(folder, 'answers')),
  async () => createDiskMemory(join(folder, 'answers')),
)

test('an answer that was cut off is none', async () => {
  const key = 'a'.repeat(64) as AnswerKey
  const memory = createDiskMemory(folder)
  await memory.remember('turn', key, { a: 1 }, 0)
  expect(readdirSync(folder)).toEqual([`turn-${key}.json`])
  writeFileSync(join(folder, `turn-${key}.json`), '{"a":')
  expect(await memory.recall('turn', [key], 0)).toEqual(new Map())
})
