import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { indicators } from './indicators.ts'

const source = join(import.meta.dirname, '..', '..')

/** Names of figures given to a meter, by file. */
function namesGiven(): readonly string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('ops/indicators'),
    )
    .flatMap((file) => readFileSync(join(source, file), 'utf8').match(/'autogen_[a-z_]+'/g) ?? [])
    .map((quoted) => quoted.slice(1, -1))
}

test('every figure that the code gives is declared, and none is declared in vain', () => {
  const declared = indicators.map(({ name }) => name)
  expect(new Set(declared).size).toBe(declared.length)
  const given = indicators.filter(({ isAwaited }) => isAwaited !== true).map(({ name }) => name)
  expect([...new Set(namesGiven())].sort()).toEqual([...given].sort())
})

test('a histogram that an alert on ten seconds reads has buckets beyond', () => {
  for (const indicator of indicators.filter(({ kind }) => kind === 'histogram')) {
    expect(Math.max(...('buckets' in indicator ? indicator.buckets : []))).toBeGreaterThanOrEqual(60)
  }
})
