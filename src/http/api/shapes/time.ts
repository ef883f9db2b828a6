/** A time as every answer tells it. */
import { z } from 'zod'

/** Milliseconds since the epoch. */
export const Time = z.number()
