/** Every alert's stories, in which it fires and in which it stays silent. */
import type { AlertCase } from './cases/alert-case.ts'
import { availabilityCases } from './cases/availability-cases.ts'
import { dependencyCases } from './cases/dependency-cases.ts'
import { processCases } from './cases/process-cases.ts'
import { requestCases } from './cases/request-cases.ts'
import { securityCases } from './cases/security-cases.ts'
import { upkeepCases } from './cases/upkeep-cases.ts'
import { workCases } from './cases/work-cases.ts'

export const alertCases: readonly AlertCase[] = [
  ...availabilityCases,
  ...securityCases,
  ...requestCases,
  ...workCases,
  ...processCases,
  ...dependencyCases,
  ...upkeepCases,
]
