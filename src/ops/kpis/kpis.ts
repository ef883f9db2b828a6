/** The indicators that the service is judged by, each defined once: for the command, reports, the console and Prometheus. */
import type { ServiceObjectives } from '../../config/service/service-record.ts'
import type { Kpi } from './kpi.ts'
import { modelKpis } from './model-kpis.ts'
import { recoveryKpis } from './recovery-kpis.ts'
import { requestKpis } from './request-kpis.ts'
import { resourceKpis } from './resource-kpis.ts'
import { uptimeKpis } from './uptime-kpis.ts'
import { workKpis } from './work-kpis.ts'

export function createKpis(objectives: ServiceObjectives): readonly Kpi[] {
  return [
    ...uptimeKpis(objectives),
    ...requestKpis,
    ...recoveryKpis(objectives),
    ...workKpis,
    ...resourceKpis,
    ...modelKpis,
  ]
}
