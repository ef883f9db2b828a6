import { expect, test } from 'vitest'
import { createPrometheusMeter } from './create-meter.ts'

const definitions = [
  { name: 'a_total', kind: 'counter', help: 'A.', labels: ['kind'], bornAt0: [{ kind: 'x' }] },
  { name: 'b', kind: 'gauge', help: 'B.', labels: [] },
  { name: 'c_seconds', kind: 'histogram', help: 'C.', labels: ['route'], buckets: [1, 60] },
] as const

test('a counter is there at 0 before anything happened', async () => {
  const meter = createPrometheusMeter(definitions)
  expect((await meter.render()).text).toContain('a_total{kind="x"} 0')
})

test('a gauge says nothing before anybody has set it', async () => {
  const meter = createPrometheusMeter(definitions)
  expect(await meter.read()).not.toContainEqual(expect.objectContaining({ name: 'b' }))
  meter.set('b', 0)
  expect(await meter.read()).toContainEqual({ name: 'b', labels: {}, value: 0 })
})

test('so are the buckets of a histogram', async () => {
  const meter = createPrometheusMeter([{ ...definitions[2], bornAt0: [{ route: '/webhook' }] }])
  expect((await meter.render()).text).toContain('c_seconds_bucket{le="+Inf",route="/webhook"} 0')
})

test('counts, sets and observes', async () => {
  const meter = createPrometheusMeter(definitions)
  meter.count('a_total', { kind: 'x' })
  meter.set('b', 7)
  meter.observe('c_seconds', 12, { route: '/webhook' })
  const { text, type } = await meter.render()
  expect(type).toContain('text/plain')
  for (const line of ['a_total{kind="x"} 1', 'b 7', 'c_seconds_bucket{le="60",route="/webhook"} 1'])
    expect(text).toContain(line)
})

test('is read as Prometheus would scrape it', async () => {
  const meter = createPrometheusMeter(definitions)
  meter.set('b', 7)
  meter.observe('c_seconds', 12, { route: '/webhook' })
  const scraped = (await meter.render()).text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const read = (await meter.read()).map(({ name, labels, value }) => {
    const words = Object.entries(labels).map(([label, text]) => `${label}="${text}"`)
    return `${name}${words.length === 0 ? '' : `{${words}}`} ${value}`
  })
  expect(read).toEqual(scraped)
  expect(read).toContain('c_seconds_bucket{le="+Inf",route="/webhook"} 1')
})

test('a name that nobody declared, or as something else, is a bug', () => {
  const meter = createPrometheusMeter(definitions)
  expect(() => meter.count('nothing_total')).toThrow('not a declared counter')
  expect(() => meter.set('a_total', 1)).toThrow('not a declared gauge')
})

test('label values made up by others do not fill the memory', async () => {
  const meter = createPrometheusMeter(definitions)
  for (let at = 0; at < 500; at += 1) meter.count('a_total', { kind: `made-up-${at}` })
  const { text } = await meter.render()
  expect(text.split('\n').filter((line) => line.startsWith('a_total{'))).toHaveLength(102)
  expect(text).toMatch(/a_total\{kind="other"\} 4\d\d/)
})
