/** Whatever is switched, its undo takes exactly that back. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lanes } from '../job/lane.ts'
import type { AppName, InstallationId, RepositoryId } from '../repository/repository.ts'
import { flip } from './flip.ts'
import type { SwitchMitigation } from './mitigation.ts'
import { allOff, marksOf, type Switches, switchableLogLevels } from './switches.ts'

const app = fc.constantFrom('main', 'other').map((name) => name as AppName)
const number = fc.integer({ min: 1, max: 3 })
const someLanes = fc.uniqueArray(fc.constantFrom(...lanes), { minLength: 1 })

const mitigation: fc.Arbitrary<SwitchMitigation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('pause-intake' as const, 'resume-intake' as const),
  }),
  fc.record({ kind: fc.constantFrom('analysers-only-on' as const, 'analysers-only-off' as const) }),
  fc.record({ kind: fc.constantFrom('shed-lanes' as const, 'unshed-lanes' as const), lanes: someLanes }),
  fc.record({
    kind: fc.constantFrom('pause-installation' as const, 'resume-installation' as const),
    app,
    installation: number.map((id) => id as InstallationId),
  }),
  fc.record({
    kind: fc.constantFrom('pause-repository' as const, 'resume-repository' as const),
    app,
    repository: number.map((id) => id as RepositoryId),
  }),
  fc.record({ kind: fc.constant('set-concurrency' as const), jobs: fc.option(number) }),
  fc.record({
    kind: fc.constant('set-log-level' as const),
    level: fc.option(fc.constantFrom(...switchableLogLevels)),
    until: number,
  }),
)

function afterAll(steps: readonly SwitchMitigation[]): Switches {
  return steps.reduce((switches, step) => flip(switches, step)?.after ?? switches, allOff)
}

const sorted = (switches: Switches) => ({
  ...switches,
  pausedInstallations: switches.pausedInstallations.map((one) => JSON.stringify(one)).sort(),
  pausedRepositories: switches.pausedRepositories.map((one) => JSON.stringify(one)).sort(),
})

test('undo after anything is as before, doing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(mitigation), mitigation, (steps, step) => {
      const before = afterAll(steps)
      const flipped = flip(before, step)
      if (flipped === null) return
      expect(flip(flipped.after, step)).toBeNull()
      const back = flip(flipped.after, flipped.undo)
      expect(back && sorted(back.after)).toEqual(sorted(before))
    }),
  )
})

test('no switch is named twice, and nothing is named when all is as configured', () => {
  expect(marksOf(allOff)).toEqual([])
  fc.assert(
    fc.property(fc.array(mitigation), (steps) => {
      const marks = marksOf(afterAll(steps))
      expect(new Set(marks).size).toBe(marks.length)
    }),
  )
})
