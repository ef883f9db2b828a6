/** Which repositories an installation reaches. */
import type { Repository } from '../repositories/repository.ts'
import type { World } from '../world/world.ts'
import type { Installation } from './installation.ts'

export function hasRepository(installation: Installation, repository: Repository): boolean {
  if (installation.isDeleted || repository.owner.id !== installation.account.id) return false
  return installation.repositories === 'all' || installation.repositories.has(repository.id)
}

export function repositoriesOf(world: World, installation: Installation): readonly Repository[] {
  return [...world.repositories.values()].filter((repository) => hasRepository(installation, repository))
}
