/**
 * Puts the credentials on a request. A token that is refused is renewed once and the request sent again: a refused
 * request did not happen, so this is safe for writes too.
 */
import type { Tokens } from '../tokens.ts'
import type { ApiRequest, Stage } from './exchange.ts'

export function createAuthorise(tokens: Tokens): Stage {
  return (next) => async (request) => {
    if (request.installation === null) return await createAuthoriseApp(tokens.appHeader)(next)(request)
    for (let tries = 0; ; tries += 1) {
      const token = await tokens.get(request.installation, request.signal)
      if (!token.ok) return token
      const answer = await next(withHeader(request, `token ${token.value.token}`))
      if (answer.ok) return answer
      if (answer.failure.kind === 'permission') tokens.doubt(request.installation, token.value.token)
      if (answer.failure.kind !== 'unauthorized' || tries > 0) return answer
      tokens.forget(request.installation, token.value.token)
    }
  }
}

export function createAuthoriseApp(appHeader: Tokens['appHeader']): Stage {
  return (next) => async (request) => {
    const header = await appHeader()
    return header.ok ? await next(withHeader(request, header.value)) : header
  }
}

function withHeader(request: ApiRequest, authorization: string): ApiRequest {
  return { ...request, headers: { ...request.headers, authorization } }
}
