/** An App on an account: which repositories it sees there, and what it may do in them. */

import type { Repository } from '../repositories/repository.ts'
import { type Account, renderAccount } from '../world/account.ts'
import type { Schemas } from '../world/schemas.ts'
import { iso } from '../world/time.ts'
import type { Urls, World } from '../world/world.ts'
import type { App, Permissions } from './app.ts'
import { hasRepository } from './installed-repositories.ts'

export interface Installation {
  readonly id: number
  readonly app: App
  readonly account: Account
  permissions: Permissions
  /** Ids, or every repository of the account. */
  repositories: ReadonlySet<number> | 'all'
  readonly createdMs: number
  suspendedMs: number | null
  suspendedBy: Account | null
  isDeleted: boolean
}

export function installationsOf(world: World, repository: Repository): readonly Installation[] {
  return [...world.installations.values()].filter((installation) => hasRepository(installation, repository))
}

export function renderInstallation(installation: Installation, urls: Urls): Schemas['installation'] {
  const { app, account, id } = installation
  return {
    id,
    client_id: app.clientId,
    account: renderAccount(account, urls),
    repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${urls.api}/app/installations/${id}/access_tokens`,
    repositories_url: `${urls.api}/installation/repositories`,
    html_url: `${urls.html}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.kind,
    permissions: { ...installation.permissions },
    events: [...app.events],
    created_at: iso(installation.createdMs),
    updated_at: iso(installation.createdMs),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_at: installation.suspendedMs === null ? null : iso(installation.suspendedMs),
    suspended_by: installation.suspendedBy === null ? null : renderAccount(installation.suspendedBy, urls),
  }
}
