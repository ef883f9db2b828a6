/** Whom the synthetic probe's webhooks are for: no App can have this name, because names of Apps hold no `_`. */
import type { AppName } from '../repository/repository.ts'

export const probeApp = 'synthetic_probe' as AppName
