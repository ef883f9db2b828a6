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
