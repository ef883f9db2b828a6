/** Credentials of people and programs: what each may reach, and for how long. */
import type { Brand } from '../brand.ts'
import type { AccessRole } from './actor.ts'

/** The public part of a token: it names it everywhere, and opens nothing. */
export type AccessTokenId = Brand<string, 'AccessTokenId'>

/** Parts of the API. */
export const accessAreas = [
  'status',
  'incidents',
  'notifications',
  'runbook',
  'mitigations',
  'maintenance',
  'audit',
  'access',
  'alertmanager',
] as const
export type AccessArea = (typeof accessAreas)[number]

/** `all`: every area but `alertmanager`, which opens incidents and wakes people: it is always asked for by name. */
export const accessScopes = ['all', ...accessAreas] as const
export type AccessScope = (typeof accessScopes)[number]

/** Times in milliseconds since the epoch. */
export interface AccessToken {
  readonly id: AccessTokenId
  /** Whose it is; stands in the journal. One living token has it. */
  readonly name: string
  readonly role: AccessRole
  readonly scopes: readonly AccessScope[]
  readonly createdBy: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly revokedAt: number | null
  /** To the minute. */
  readonly lastUsedAt: number | null
  /** The address that it was last used from. */
  readonly lastUsedFrom: string | null
}

export function reaches({ scopes }: Pick<AccessToken, 'scopes'>, area: AccessArea): boolean {
  return scopes.includes(area) || (area !== 'alertmanager' && scopes.includes('all'))
}

export function isAlive({ expiresAt, revokedAt }: AccessToken, now: number): boolean {
  return revokedAt === null && expiresAt > now
}
