import { expect, test } from 'vitest'
import type { Problems } from './option-value.ts'
import { readProxies } from './read-proxies.ts'

test('addresses, networks and groups are taken, everything else is told', () => {
  const problems: Problems = []
  expect(readProxies('10.0.0.7, 10.0.0.0/8 ::1 loopback,fd00::/8', problems)).toEqual([
    '10.0.0.7',
    '10.0.0.0/8',
    '::1',
    'loopback',
    'fd00::/8',
  ])
  expect(readProxies(null, problems)).toEqual([])
  expect(problems).toEqual([])
  expect(readProxies('proxy.example,10.0.0.0/33,1.2.3,10.0.0.0/8/8', problems)).toEqual([])
  expect(problems.map(({ wrong }) => wrong)).toEqual([
    'proxy.example is no address or network',
    '10.0.0.0/33 is no address or network',
    '1.2.3 is no address or network',
    '10.0.0.0/8/8 is no address or network',
  ])
})
