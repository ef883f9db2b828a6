/** Readings -> layout and values. As long as the same series are read the layout stays the same object. */
import type { SampleLayout, SampleRow } from '../../ports/store/samples.ts'
import type { LabelSet } from '../series/labels.ts'

export interface Reading {
  readonly name: string
  readonly labels: LabelSet
  readonly value: number
}

export type ArrangeReadings = (readings: readonly Reading[]) => Pick<SampleRow, 'layout' | 'values'>

export function createArranger(): ArrangeReadings {
  let before: readonly string[] = []
  /** Where each reading belongs. */
  let places: readonly number[] = []
  let layout: SampleLayout = []

  return (readings) => {
    const keys = readings.map(keyOf)
    if (keys.length !== before.length || keys.some((key, index) => key !== before[index])) {
      before = keys
      // Sorted, so that what is read in another order after a restart is the same layout.
      const order = [...keys.keys()].sort((one, other) => ((keys[one] ?? '') < (keys[other] ?? '') ? -1 : 1))
      places = invert(order)
      layout = order.flatMap((index) => {
        const reading = readings[index]
        return reading === undefined ? [] : [{ __name__: reading.name, ...reading.labels }]
      })
    }
    const values = new Float64Array(readings.length)
    for (const [index, { value }] of readings.entries()) values[places[index] as number] = value
    return { layout, values }
  }
}

function keyOf({ name, labels }: Reading): string {
  return name + JSON.stringify(labels)
}

function invert(order: readonly number[]): readonly number[] {
  const places: number[] = []
  for (const [place, index] of order.entries()) places[index] = place
  return places
}
