/** Shapes that have a name of their own in the description. */
import { z } from 'zod'

export const shapes = z.registry<{ id: string }>()

export function named<Shape extends z.ZodType>(id: string, shape: Shape): Shape {
  shapes.add(shape, { id })
  return shape
}
