/** How GitHub says what an author is to a repository. */
import type { Account } from '../world/account.ts'
import type { Schemas } from '../world/schemas.ts'
import type { Repository } from './repository.ts'

export function associationOf(repository: Repository, author: Account): Schemas['author-association'] {
  if (repository.owner.id === author.id) return 'OWNER'
  const role = repository.roles.get(author.id)
  if (role === undefined || role === 'none') return 'NONE'
  if (repository.owner.kind === 'Organization') return 'MEMBER'
  return 'COLLABORATOR'
}
