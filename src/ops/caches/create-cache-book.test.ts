import { expect, test } from 'vitest'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { indicators } from '../indicators/indicators.ts'
import { createCacheBook, showCaches } from './create-cache-book.ts'

test('every cache is described with its bound, its size and what became of its look-ups', async () => {
  const meter = createPrometheusMeter(indicators)
  const book = createCacheBook(meter)
  const answers = book.enter({
    name: 'answers',
    lies: 'in memory',
    bound: { unit: 'bytes', max: 1_000 },
    measure: () => ({ entries: 3, bytes: 120 }),
  })
  const tokens = book.enter({
    name: 'tokens',
    lies: 'in memory',
    bound: { unit: 'entries', max: 10 },
    measure: async () => ({ entries: 1, bytes: null }),
  })
  book.enter({
    name: 'lost',
    lies: 'on disk',
    bound: { unit: 'bytes', max: 1 },
    measure: () => {
      throw new Error('EIO')
    },
  })
  answers.hit()
  answers.hit()
  answers.miss()
  tokens.miss()
  await showCaches(book, meter)
  expect(await book.describe()).toMatchObject([
    { name: 'answers', bound: { max: 1_000 }, size: { entries: 3, bytes: 120 }, hits: 2, misses: 1 },
    { name: 'tokens', bound: { unit: 'entries' }, size: { entries: 1, bytes: null }, hits: 0, misses: 1 },
    { name: 'lost', lies: 'on disk', size: null },
  ])
  const { text } = await meter.render()
  expect(text).toContain('autogen_cache_lookups_total{cache="answers",result="hit"} 2')
  expect(text).toContain('autogen_cache_lookups_total{cache="tokens",result="hit"} 0')
  expect(text).toContain('autogen_cache_bytes{cache="answers"} 120')
  expect(text).not.toContain('autogen_cache_bytes{cache="tokens"}')
})
