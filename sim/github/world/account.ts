/** People, organizations and the bots of Apps. */
import { nodeId } from './ids.ts'
import type { Schemas } from './schemas.ts'

export type AccountKind = 'User' | 'Organization' | 'Bot'

export interface Account {
  readonly id: number
  readonly nodeId: string
  /** As REST writes it: a bot ends in `[bot]`. */
  readonly login: string
  readonly kind: AccountKind
  /** Of a person: works as password of git and as bearer of REST. */
  readonly token: string | null
}

export function createAccount(account: Omit<Account, 'nodeId'>): Account {
  const prefix = { User: 'U', Organization: 'O', Bot: 'BOT' }[account.kind]
  return { ...account, nodeId: nodeId(prefix, account.id) }
}

export function renderAccount(account: Account, urls: { api: string; html: string }): Schemas['simple-user'] {
  const url = `${urls.api}/users/${encodeURIComponent(account.login)}`
  const page = account.kind === 'Bot' ? `apps/${account.login.replace(/\[bot\]$/, '')}` : account.login
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${urls.html}/avatars/u/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${urls.html}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.kind,
    user_view_type: 'public',
    site_admin: false,
  }
}
