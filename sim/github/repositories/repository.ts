/** A repository: its place on disk, who may do what in it, and its pull requests. */
import { join } from 'node:path'
import { type BareRepository, createBareRepository } from '../git/bare-repository.ts'
import type { Issue } from '../issues/issue.ts'
import type { PullRequest } from '../pulls/pull-request.ts'
import type { Account } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import type { World } from '../world/world.ts'

export type Role = 'admin' | 'write' | 'read' | 'none'

export interface Repository {
  readonly id: number
  readonly nodeId: string
  readonly owner: Account
  readonly name: string
  readonly fullName: string
  readonly isPrivate: boolean
  readonly fork: Repository | null
  readonly defaultBranch: string
  readonly git: BareRepository
  readonly createdMs: number
  pushedMs: number
  nextNumber: number
  readonly pulls: Map<number, PullRequest>
  readonly issues: Map<number, Issue>
  /** By account id; who is not listed has `none` (`read` where the repository is public). */
  readonly roles: Map<number, Role>
  /** One change of git and pull requests at a time. */
  turn: Promise<unknown>
}

export interface NewRepository {
  readonly owner: Account
  readonly name: string
  readonly defaultBranch: string
  readonly isPrivate: boolean
  readonly fork: Repository | null
}

export function addRepository(world: World, wanted: NewRepository): Repository {
  const fullName = `${wanted.owner.login}/${wanted.name}`
  if (!/^[\w.-]+\/[\w.-]+$/.test(fullName)) throw new Error(`not a repository's name: ${fullName}`)
  if (world.repositories.has(fullName.toLowerCase())) throw new Error(`${fullName} exists already`)
  const id = world.ids.next()
  const now = world.clock()
  const repository: Repository = {
    ...wanted,
    id,
    nodeId: nodeId('R', id),
    fullName,
    git: createBareRepository(
      join(world.folder, `${fullName}.git`),
      world.git,
      wanted.defaultBranch,
      wanted.fork?.git ?? null,
    ),
    createdMs: now,
    pushedMs: now,
    nextNumber: 1,
    pulls: new Map(),
    issues: new Map(),
    roles: new Map([[wanted.owner.id, 'admin']]),
    turn: Promise.resolve(),
  }
  world.repositories.set(fullName.toLowerCase(), repository)
  return repository
}

/** Runs after everything that was asked before for the same repository. */
export function inTurn<Value>(repository: Repository, action: () => Promise<Value>): Promise<Value> {
  const done = repository.turn.then(action, action)
  repository.turn = done.catch(() => {})
  return done
}

export function roleOf(repository: Repository, account: Account): Role {
  return repository.roles.get(account.id) ?? (repository.isPrivate ? 'none' : 'read')
}

export function branchSha(repository: Repository, branch: string): string | undefined {
  return repository.git.refs.get(`refs/heads/${branch}`)
}

/** A sha, a branch, a tag or a full name of a ref. @returns the commit's sha */
export async function resolveCommit(repository: Repository, name: string): Promise<string | null> {
  const { refs, commits } = repository.git
  const short = name.replace(/^refs\//, '')
  const sha =
    refs.get(`refs/heads/${name}`) ??
    refs.get(`refs/tags/${name}`) ??
    refs.get(`refs/${short}`) ??
    (name === 'HEAD' ? refs.get(`refs/heads/${repository.defaultBranch}`) : undefined) ??
    name
  return (await commits.read(sha)) === null ? null : sha
}
