/** What a caller may see and do in a repository. What it may not see does not exist: 404. */
import type { PermissionLevel } from '../apps/app.ts'
import { reaches } from '../apps/installation-token.ts'
import { refuse } from '../http/refusal.ts'
import { type Repository, roleOf } from '../repositories/repository.ts'
import type { World } from '../world/world.ts'
import type { Caller } from './caller.ts'

/** Any one of the names is enough: comments of pull requests take `issues` as well as `pull_requests`. */
export interface Needs {
  readonly names: readonly string[]
  readonly level: PermissionLevel
}

export function reading(...names: readonly string[]): Needs {
  return { names, level: 'read' }
}

export function writing(...names: readonly string[]): Needs {
  return { names, level: 'write' }
}

/** @returns the repository; @throws the refusal that GitHub would answer with */
export function openRepository(world: World, caller: Caller, fullName: string, needs: Needs): Repository {
  const repository = world.repositories.get(fullName.toLowerCase())
  if (repository === undefined || !sees(caller, repository)) throw refuse(404, 'Not Found')
  if (!may(caller, repository, needs)) throw refuse(403, refusalOf(caller))
  return repository
}

export function sees(caller: Caller, repository: Repository): boolean {
  if (!repository.isPrivate) return true
  switch (caller.kind) {
    case 'installation':
      return reaches(caller.token, repository)
    case 'person':
      return roleOf(repository, caller.account) !== 'none'
    default:
      return false
  }
}

export function may(caller: Caller, repository: Repository, { names, level }: Needs): boolean {
  switch (caller.kind) {
    case 'installation':
      if (!reaches(caller.token, repository)) return level === 'read' && !repository.isPrivate
      return names.some((name) => holds(caller.token.permissions[name], level))
    case 'person':
      return personMay(roleOf(repository, caller.account), names, level)
    default:
      return level === 'read' && !repository.isPrivate
  }
}

function personMay(
  role: ReturnType<typeof roleOf>,
  names: readonly string[],
  level: PermissionLevel,
): boolean {
  if (role === 'none') return false
  // Whoever may read may review and comment; contents want more.
  return level === 'read' || role !== 'read' || !names.includes('contents')
}

function holds(held: PermissionLevel | undefined, wanted: PermissionLevel): boolean {
  return held === 'write' || (held === 'read' && wanted === 'read')
}

function refusalOf(caller: Caller): string {
  return caller.kind === 'installation'
    ? 'Resource not accessible by integration'
    : 'Must have admin rights to Repository.'
}
