/** Which repository, at which host: the App's name stands for the host and the credentials. */
import type { Brand } from '../brand.ts'

/** The operator's name of one GitHub App of ours, e.g. `main`; several Apps share one service. */
export type AppName = Brand<string, 'AppName'>

/** The host's number of an installation of that App. */
export type InstallationId = Brand<number, 'InstallationId'>

/** The host's number; it survives renames, which `owner` and `name` do not. */
export type RepositoryId = Brand<number, 'RepositoryId'>

export interface Repository {
  readonly app: AppName
  readonly installation: InstallationId
  readonly id: RepositoryId
  readonly owner: string
  readonly name: string
}

/** For people: `owner/name`. */
export function nameOfRepository({ owner, name }: Pick<Repository, 'owner' | 'name'>): string {
  return `${owner}/${name}`
}
