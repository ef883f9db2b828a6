/** What an App works with: a token for one installation, for an hour, perhaps for less than the installation may. */
import { createHash } from 'node:crypto'
import type { Repository } from '../repositories/repository.ts'
import type { World } from '../world/world.ts'
import type { Permissions } from './app.ts'
import type { Installation } from './installation.ts'
import { hasRepository } from './installed-repositories.ts'

export interface InstallationToken {
  readonly text: string
  readonly installation: Installation
  readonly permissions: Permissions
  /** Null: all of the installation. */
  readonly repositoryIds: ReadonlySet<number> | null
  readonly expiresMs: number
}

export function addInstallationToken(
  world: World,
  installation: Installation,
  permissions: Permissions,
  repositoryIds: ReadonlySet<number> | null,
): InstallationToken {
  for (const [text, { expiresMs }] of world.installationTokens) {
    if (expiresMs < world.clock()) world.installationTokens.delete(text)
  }
  const digest = createHash('sha256').update(`${installation.id}:${world.ids.next()}:${world.random()}`)
  const text = `ghs_${digest.digest('hex').slice(0, 36)}`
  const expiresMs = world.clock() + world.tokenLifetimeMs
  const token = { text, installation, permissions, repositoryIds, expiresMs }
  world.installationTokens.set(text, token)
  return token
}

export function reaches(token: InstallationToken, repository: Repository): boolean {
  if (!hasRepository(token.installation, repository)) return false
  return token.repositoryIds === null || token.repositoryIds.has(repository.id)
}
