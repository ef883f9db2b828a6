/** The pull request that a request's path names, if its caller may have it. */
import { type Needs, openRepository } from '../access/access.ts'
import { refuse } from '../http/refusal.ts'
import type { ApiRequest } from '../http/route.ts'
import type { World } from '../world/world.ts'
import type { PullRequest } from './pull-request.ts'

export function findPull(world: World, { params, caller }: ApiRequest, needs: Needs): PullRequest {
  const repository = openRepository(world, caller, `${params.owner}/${params.repo}`, needs)
  const pull = repository.pulls.get(Number(params.number))
  if (pull === undefined) throw refuse(404, 'Not Found')
  return pull
}
