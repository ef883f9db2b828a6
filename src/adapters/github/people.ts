/** What a person may do in a repository. */
import { z } from 'zod'
import { succeed } from '../../domain/outcome.ts'
import type { People } from '../../ports/code-host/code-host.ts'
import type { Api } from './api/create-api.ts'
import { isLogin, locate } from './locations.ts'

/** `maintain` and `triage` are told as `write` and `read` here. */
export const PermissionAnswer = z.object({
  permission: z.enum(['admin', 'write', 'read', 'none']).catch('none'),
})

export function createPeople(api: Api): People {
  return {
    async permission(repository, login, signal) {
      const location = locate(repository)
      if (!location.ok) return location
      if (!isLogin(login)) return succeed('none')
      const { installation, parameters } = location.value
      const answer = await api.call({
        installation,
        route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
        parameters: { ...parameters, username: login },
        schema: PermissionAnswer,
        signal,
      })
      if (answer.ok) return succeed(answer.value.value.permission)
      // Somebody that GitHub does not know here may do nothing.
      return answer.failure.kind === 'not-found' ? succeed('none') : answer
    },
  }
}
