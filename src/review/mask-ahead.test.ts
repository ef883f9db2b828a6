/** Texts of a change are searched for secrets before anybody asks for a line of them. */
import { expect, test } from 'vitest'
import { until } from '../../test/world/until.ts'
import { maskAhead } from './mask-ahead.ts'

const files = [
  { head: 'now', base: 'before', removedLines: new Set([1]) },
  { head: 'grown', base: 'grow', removedLines: new Set<number>() },
  { head: null, base: 'gone', removedLines: new Set([1]) },
]

test('both sides are searched, a base only where something of it is shown', async () => {
  const searched: string[] = []
  const openMask = async () => (text: string) => {
    searched.push(text)
    return text
  }
  maskAhead({ openMask }, files, new AbortController().signal)
  await until(() => searched.length === 4)
  expect(searched).toEqual(['now', 'before', 'grown', 'gone'])
})

test('a review that is cancelled searches no further', async () => {
  const cancelling = new AbortController()
  const searched: string[] = []
  const openMask = async () => (text: string) => {
    searched.push(text)
    cancelling.abort()
    return text
  }
  maskAhead({ openMask }, files, cancelling.signal)
  await until(() => searched.length > 0)
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
  expect(searched).toEqual(['now', 'before'])
})

test('of a mask that cannot be opened whoever needs it hears, and nobody else', async () => {
  const openMask = () => Promise.reject(new Error('no mask'))
  maskAhead({ openMask }, files, new AbortController().signal)
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
})
