/** Killed at every step, with a real store and a model that counts: it goes on where it was, and pays for nothing twice. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ScriptedModel, startScriptedModel } from '../../../sim/model/scripted-model.ts'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { answeredPurposes, argue, arguing } from './fixtures/dialogue-world.ts'

const program = fileURLToPath(new URL('./fixtures/dialogue-process.ts', import.meta.url))
const purposes = ['propose', 'challenge', 'answer', 'settle']

let model: ScriptedModel
let database: TestDatabase
const children: ChildProcess[] = []
beforeAll(async () => {
  ;[model, database] = await Promise.all([startScriptedModel({ scenario: arguing }), createDatabase()])
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all([model.close(), database.drop()])
})

/** It waits until something is written to it: several are made ready side by side. */
function readyDialogue() {
  const child = spawn(process.execPath, [program, model.urls.openai, JSON.stringify(database.config)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

type Ready = ReturnType<typeof readyDialogue>

test('killed at every step', async () => {
  const [last, ...victims] = [...purposes, 'none'].map(readyDialogue) as [Ready, ...Ready[]]
  for (const [step, purpose] of purposes.entries()) {
    const child = victims[step] as Ready
    const before = model.requests.length
    model.hold((request) => request.purpose === purpose)
    child.stdin.write('go')
    const held = await model.waitFor((request) => request.purpose === purpose && request.number > before)
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    // What was answered before the kill is not asked again: the held request is the only one of this process.
    expect(model.requests.slice(before).map((request) => request.purpose)).toEqual(
      step === 0 ? [purpose] : [purposes[step - 1], purpose],
    )
    await expect.poll(() => held.state()).toBe('gone')
    model.release()
  }
  last.stdin.write('go')
  const [output] = await Promise.all([text(last.stdout), once(last, 'exit')])
  const { result, usage } = JSON.parse(output)
  expect(usage).toMatchObject({ calls: 1, remembered: 3 })
  expect(answeredPurposes(model)).toEqual(purposes)

  const { dialogue } = argue(model.urls.openai)
  expect(result).toEqual(JSON.parse(JSON.stringify(await dialogue)))
})
