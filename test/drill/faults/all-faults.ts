/** Everything that a game day plays, in its order. */
import type { Fault } from '../fault.ts'
import { configDrift } from './config-drift.ts'
import { errorBurst } from './error-burst.ts'
import { expiringCertificate } from './expiring-certificate.ts'
import { fullDisk } from './full-disk.ts'
import { githubDown } from './github-down.ts'
import { githubLimits } from './github-limits.ts'
import { memoryLeak } from './memory-leak.ts'
import { redisDown } from './redis-down.ts'
import { signatureAttack } from './signature-attack.ts'
import { slowModel } from './slow-model.ts'
import { storeDown } from './store-down.ts'

export const allFaults: readonly Fault[] = [
  storeDown,
  redisDown,
  githubLimits,
  githubDown,
  slowModel,
  fullDisk,
  memoryLeak,
  errorBurst,
  signatureAttack,
  expiringCertificate,
  configDrift,
]
