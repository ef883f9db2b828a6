/** Who may do what: each operation of the API once, with the least role and the part of the API that a token is for. */
import type { AccessArea } from '../../domain/actor/access-token.ts'
import type { AccessRole } from '../../domain/actor/actor.ts'

export interface Need {
  readonly role: AccessRole
  /** Null: any token has it. */
  readonly area: AccessArea | null
}

export const needs = {
  /** Whoever comes is nobody yet. */
  login: null,
  readOpenApi: null,
  logout: { role: 'viewer', area: null },
  readSession: { role: 'viewer', area: null },

  readHealth: { role: 'viewer', area: 'status' },
  listIndicators: { role: 'viewer', area: 'status' },
  readKpis: { role: 'viewer', area: 'status' },
  readCost: { role: 'viewer', area: 'status' },
  readMemory: { role: 'viewer', area: 'status' },
  takeHeapSnapshot: { role: 'responder', area: 'status' },

  listAlerts: { role: 'viewer', area: 'status' },
  listAlertRules: { role: 'viewer', area: 'status' },
  /** It may do nothing but say what fires, so that the token lies safely in Alertmanager's configuration. */
  receiveAlertmanager: { role: 'viewer', area: 'alertmanager' },

  listIncidents: { role: 'viewer', area: 'incidents' },
  showIncident: { role: 'viewer', area: 'incidents' },
  readIncidentReport: { role: 'viewer', area: 'incidents' },
  readRecoveryTimes: { role: 'viewer', area: 'incidents' },
  declareIncident: { role: 'responder', area: 'incidents' },
  commandIncident: { role: 'responder', area: 'incidents' },

  listNotifications: { role: 'viewer', area: 'notifications' },
  testNotifier: { role: 'responder', area: 'notifications' },
  retryNotifications: { role: 'responder', area: 'notifications' },

  listRunbook: { role: 'viewer', area: 'runbook' },
  showRunbookPage: { role: 'viewer', area: 'runbook' },
  planRunbookStep: { role: 'viewer', area: 'runbook' },
  /** A step may ask for more. */
  runRunbookStep: { role: 'responder', area: 'runbook' },
  listRunbookRuns: { role: 'viewer', area: 'runbook' },

  listMaintenance: { role: 'viewer', area: 'maintenance' },
  listMaintenanceReports: { role: 'viewer', area: 'maintenance' },
  runMaintenance: { role: 'responder', area: 'maintenance' },

  listMitigations: { role: 'viewer', area: 'mitigations' },
  carryOutMitigation: { role: 'responder', area: 'mitigations' },
  undoMitigation: { role: 'responder', area: 'mitigations' },

  listAudit: { role: 'viewer', area: 'audit' },
  verifyAudit: { role: 'responder', area: 'audit' },

  listTokens: { role: 'admin', area: 'access' },
  createToken: { role: 'admin', area: 'access' },
  rotateToken: { role: 'admin', area: 'access' },
  revokeToken: { role: 'admin', area: 'access' },
} as const satisfies Readonly<Record<string, Need | null>>

export type OperationId = keyof typeof needs

export function needOf(operation: OperationId): Need | null {
  return needs[operation]
}
