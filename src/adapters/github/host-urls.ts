/** The addresses of one host, from the one that the operator names. */
export interface HostUrls {
  /** None ends with a slash. */
  readonly rest: string
  readonly graphql: string
  /** For people and for git. */
  readonly web: string
  readonly isGitHubCom: boolean
}

/** @throws TypeError when it is no address, or holds credentials */
export function hostUrls(baseUrl: string): HostUrls {
  const url = new URL(baseUrl)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError('The base URL of an App holds more than an address.')
  }
  const path = url.pathname.replace(/\/+$/, '')
  const rest = `${url.origin}${path}`
  // `api.github.com`, and `api.TENANT.ghe.com` of Enterprise Cloud with data residency.
  if (url.hostname.startsWith('api.') && path === '') {
    const web = `${url.protocol}//${url.host.slice('api.'.length)}`
    return { rest, graphql: `${rest}/graphql`, web, isGitHubCom: true }
  }
  return { rest, graphql: `${rest.replace(/\/v3$/, '')}/graphql`, web: url.origin, isGitHubCom: false }
}
