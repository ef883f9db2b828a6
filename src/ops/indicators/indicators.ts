/** Every figure that the service gives out, each defined once. The meter refuses what is not listed here. */
import { dependencyIndicators } from './dependencies.ts'
import { httpIndicators } from './http.ts'
import type { Indicator } from './indicator.ts'
import { processIndicators } from './process.ts'
import { queueIndicators } from './queue.ts'
import { reviewIndicators } from './reviews.ts'
import { watchIndicators } from './watch.ts'

export const indicators: readonly Indicator[] = [
  ...httpIndicators,
  ...reviewIndicators,
  ...queueIndicators,
  ...dependencyIndicators,
  ...processIndicators,
  ...watchIndicators,
]
