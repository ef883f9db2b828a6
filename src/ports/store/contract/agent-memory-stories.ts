/** What every memory of answers has to tell in the same way. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { AgentMemory, AnswerKey } from '../agent-memory.ts'

const day = 86_400_000
const monday = Date.UTC(2026, 10, 23)

function keyOf(text: string): AnswerKey {
  return createHash('sha256').update(text).digest('hex') as AnswerKey
}

/** @param another the same data, as another process sees it */
export function agentMemoryStories(memory: () => AgentMemory, another: () => Promise<AgentMemory>): void {
  test('an answer is read again whole, by whoever asks the same; the first one stays', async () => {
    const answer = { text: 'odd \0 \u{d800} "', list: [1, null, { deep: true }] }
    expect(await memory().recall('turn', [], monday)).toEqual(new Map())
    expect(await memory().recall('turn', [keyOf('one')], monday)).toEqual(new Map())
    await memory().remember('turn', keyOf('one'), answer, monday)
    await (await another()).remember('turn', keyOf('one'), { text: 'another' }, monday)
    await memory().remember('unit', keyOf('one'), 7, monday)
    await memory().remember('turn', keyOf('two'), null, monday)
    const asked = ['one', 'two', 'three'].map(keyOf)
    expect(await (await another()).recall('turn', asked, monday)).toEqual(
      new Map<AnswerKey, unknown>([
        [keyOf('one'), answer],
        [keyOf('two'), null],
      ]),
    )
    expect(await memory().recall('unit', asked, monday)).toEqual(new Map([[keyOf('one'), 7]]))
  })

  test('what nobody uses is forgotten', async () => {
    await memory().remember('turn', keyOf('used'), 1, monday)
    await memory().remember('turn', keyOf('unused'), 2, monday)
    await memory().recall('turn', [keyOf('used')], monday + 3 * day)
    expect(await memory().forgetUnusedSince(monday + 2 * day)).toBe(1)
    const left = await memory().recall('turn', ['used', 'unused'].map(keyOf), monday + 3 * day)
    expect([...left.values()]).toEqual([1])
  })

  test('half a megabyte is kept, more than one is not', async () => {
    const large = 'é'.repeat(250_000)
    await memory().remember('turn', keyOf('large'), large, monday)
    await memory().remember('turn', keyOf('too large'), large.repeat(3), monday)
    const known = await memory().recall('turn', ['large', 'too large'].map(keyOf), monday)
    expect([...known.keys()]).toEqual([keyOf('large')])
    expect(known.get(keyOf('large'))).toBe(large)
  })
}
