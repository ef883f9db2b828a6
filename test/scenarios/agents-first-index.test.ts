/**
 * The first review of a repository looks names up in files that the cache of git objects does not hold: they come in a
 * few large requests, once, whatever dies meanwhile.
 */
import { expect, test, vi } from 'vitest'
import type { SimulatedGitHub } from '../../sim/github/simulated-github.ts'
import type { AskedRequest } from '../../sim/model/server/asked-requests.ts'
import { carefulScenario, createAgentsWorld, placesOf, requestsSince } from '../world/agents-world.ts'
import { arguedShop, baseFiles, openArguedShop, openPull } from '../world/argued-shop.ts'
import { eventually } from '../world/eventually.ts'
import { saidTwice } from '../world/shop.ts'

vi.setConfig({ testTimeout: 120_000 })

const distantFilesMax = 1_000
/** By what stands nearest to the change: the first request holds these. */
const neighbours = {
  'src/money/round.ts': `export function roundCents(cents: number): number {
  return Math.round(cents)
}
`,
  'src/billing/invoice.ts': `import { total } from '../total.ts'

export function invoice(prices: readonly number[]): string {
  return String(total(prices))
}
`,
}
/** In the last request. */
const distant = {
  'zone/receipt.ts': `import { total } from '../src/total.ts'

export function receipt(prices: readonly number[]): string {
  return String(total(prices))
}
`,
}

test('a first index takes what it lacks in a few requests, survives a kill, and is never fetched again', async () => {
  const world = await createAgentsWorld({
    scenario: carefulScenario,
    models: { roles: { coder: 'anthropic/scripted' } },
    env: { AUTOGEN_WORKER_LEASE_MS: '2000' },
  })
  const { github } = world
  const asked = requestsSince(world)
  const files = { ...steps(distantFilesMax), ...neighbours, ...distant, 'src/total.ts': total('<') }
  await openArguedShop(world, files)
  const first = await world.serve()
  // Base, head and what they changed, then the first of what the index lacks; the second stands still.
  github.faults.set(
    { kind: 'slow', method: 'POST', path: /git-upload-pack$/, times: 4, delayMs: 0 },
    { kind: 'hang-before', method: 'POST', path: /git-upload-pack$/ },
  )
  const number = await openPull(world, 'sum', { 'src/total.ts': total('<=') })
  await eventually('the second request', () => github.faults.hits.get('hang-before') === 1, 60_000)
  expect(batchesOf(github).map(({ length }) => length)).toEqual([distantFilesMax])
  first.signal('SIGKILL')
  await first.ended()
  expect(asked()).toEqual([])

  github.faults.clear()
  await world.serve()
  const reviewed = await world.reviewed(arguedShop, number)
  expect(placesOf(reviewed)).toEqual(['src/total.ts:5'])
  const [, rest = []] = batchesOf(github)
  const others = Object.keys({ ...baseFiles, ...files }).filter((path) => path !== 'src/total.ts')
  expect(rest).toHaveLength(others.length - distantFilesMax)
  for (const request of asked().filter(({ purpose }) => purpose === 'propose')) {
    expect(definitionsIn(request)).toEqual([
      'called src/money/round.ts: export function roundCents(cents: number): number {',
      'caller src/billing/invoice.ts: export function invoice(prices: readonly number[]): string {',
      'caller zone/receipt.ts: export function receipt(prices: readonly number[]): string {',
    ])
  }

  await github.pushCommit(arguedShop, 'sum', { 'src/total.ts': total('!==') }, { by: 'alice' })
  const again = await world.reviewed(arguedShop, number)
  expect(batchesOf(github)).toHaveLength(2)
  const wanted = github.requests.entries.flatMap(({ wants = [] }) => wants)
  expect(wanted.filter((name, at) => wanted.indexOf(name) !== at)).toEqual([])
  expect(asked().flatMap(definitionsIn)).toContain(
    'caller zone/receipt.ts: export function receipt(prices: readonly number[]): string {',
  )
  expect(placesOf(again)).toEqual([])
  expect(saidTwice(again)).toEqual([])
})

/** Objects of which many were asked for at once. */
function batchesOf({ requests }: SimulatedGitHub): readonly (readonly string[])[] {
  return requests.entries.flatMap(({ wants = [] }) => (wants.length > 1 ? [wants] : []))
}

/** Role, place and first line of what stands beside the change. */
function definitionsIn({ prompt }: AskedRequest): readonly string[] {
  return prompt.blocks
    .filter(({ kind }) => kind === 'definition')
    .map(({ attributes: { role, path }, lines }) => `${role} ${path}: ${lines[0]?.code}`)
}

function total(comparison: string): string {
  return `import { roundCents } from './money/round.ts'

export function total(prices: readonly number[]): number {
  let sum = 0
  for (let at = 0; at ${comparison} prices.length; at += 1) sum += prices[at] ?? 0
  return roundCents(sum)
}
`
}

function steps(count: number): Readonly<Record<string, string>> {
  const step = (at: number) =>
    `export function step${at}(cents: number): number {\n  return cents + ${at}\n}\n`
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`lib/step-${at}.ts`, step(at)]))
}
