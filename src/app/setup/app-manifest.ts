/** The GitHub App that the service needs, as a manifest that GitHub turns into an App with one click. */
import { appEvents, appPermissions } from '../../config/service/app-permissions.ts'

export interface ManifestOptions {
  readonly name: string
  /** Where GitHub reaches the service, without a path; null: set later. */
  readonly publicUrl: string | null
  /** `read`: threads are not resolved; see `appPermissions`. */
  readonly contents: 'read' | 'write'
  /** `write`: incidents can be told as issues. */
  readonly issues: 'read' | 'write'
  /** Where GitHub sends the browser with the code. */
  readonly redirectUrl: string
}

export interface AppManifest {
  readonly name: string
  readonly url: string
  readonly hook_attributes: { readonly url: string; readonly active: boolean }
  readonly redirect_url: string
  readonly public: boolean
  readonly default_permissions: Readonly<Record<string, string>>
  readonly default_events: readonly string[]
}

export function appManifest({
  name,
  publicUrl,
  contents,
  issues,
  redirectUrl,
}: ManifestOptions): AppManifest {
  return {
    name,
    url: publicUrl ?? 'https://example.com',
    hook_attributes: {
      url: publicUrl === null ? 'https://example.com/webhook' : `${publicUrl.replace(/\/+$/, '')}/webhook`,
      active: publicUrl !== null,
    },
    redirect_url: redirectUrl,
    public: false,
    default_permissions: {
      ...Object.fromEntries(appPermissions.map((permission) => [permission.name, permission.access])),
      contents,
      issues,
    },
    default_events: appEvents,
  }
}
