import { expect, test } from 'vitest'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { indicators } from '../indicators/indicators.ts'
import { createLookAtDependencies, type DependencyCheck } from './look-at-dependencies.ts'

const meter = createPrometheusMeter(indicators)
const never = new Promise<never>(() => {})

function lookWith(checks: readonly DependencyCheck[]) {
  return createLookAtDependencies({
    checks,
    clock: { now: () => 5 },
    elapsedMs: () => performance.now(),
    meter,
  })
}

function check(name: string, look: DependencyCheck['look'], timeMsMax = 5_000): DependencyCheck {
  return { name, criticality: 'component', timeMsMax, look }
}

test('each is found well or not for itself; one that hangs holds up nobody', async () => {
  let isAborted = false
  const look = lookWith([
    check('well', async () => ({ ok: true, note: null })),
    check('limited', async () => ({ ok: true, note: 'It limits us.' })),
    check('broken', async () => {
      throw new Error('connect ECONNREFUSED')
    }),
    check('refusing', async () => ({ ok: false, reason: 'x'.repeat(1_000) })),
    check(
      'hanging',
      (signal) => {
        signal.addEventListener('abort', () => {
          isAborted = true
        })
        return never
      },
      30,
    ),
  ])
  const states = await look()
  expect(states.map(({ name, isUp, note }) => [name, isUp, note?.slice(0, 30)])).toEqual([
    ['well', true, undefined],
    ['limited', true, 'It limits us.'],
    ['broken', false, 'connect ECONNREFUSED'],
    ['refusing', false, 'x'.repeat(30)],
    ['hanging', false, 'No answer within 0.03 s.'],
  ])
  expect(states[3]?.note).toHaveLength(300)
  expect(isAborted).toBe(true)
  const { text } = await meter.render()
  expect(text).toContain('autogen_dependency_up{dependency="well",criticality="component"} 1')
  expect(text).toContain('autogen_dependency_up{dependency="hanging",criticality="component"} 0')
})

test('who asks while a look is under way gets that one', async () => {
  let looks = 0
  const look = lookWith([
    check('counted', async () => {
      looks += 1
      return { ok: true, note: null }
    }),
  ])
  const [one, other] = await Promise.all([look(), look()])
  expect(one).toBe(other)
  await look()
  expect(looks).toBe(2)
})
