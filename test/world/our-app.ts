/** Our App on a simulated GitHub, and the settings by which a service is that App. */
import type { SimulatedGitHub } from '../../sim/github/simulated-github.ts'
import type { RegisteredApp } from '../../sim/github/simulated-github-options.ts'
import { appEvents, appPermissions } from '../../src/config/service/app-permissions.ts'

/** With exactly what `setup` asks for. */
export function registerOurApp(github: SimulatedGitHub, slug = 'autogen'): Promise<RegisteredApp> {
  const permissions = Object.fromEntries(appPermissions.map(({ name, access }) => [name, access]))
  return github.registerApp({ slug, permissions, events: appEvents })
}

/** Listens on free ports and does not space its writes: the simulated GitHub needs no rest. */
export function settingsOfApp(github: SimulatedGitHub, app: RegisteredApp, webhookSecret: string) {
  return {
    AUTOGEN_HTTP_PORT: '0',
    AUTOGEN_METRICS_PORT: '0',
    AUTOGEN_APP_ID: String(app.appId),
    AUTOGEN_APP_PRIVATE_KEY: app.privateKeyPem,
    AUTOGEN_WEBHOOK_SECRET: webhookSecret,
    AUTOGEN_GITHUB_API_URL: github.apiUrl,
    AUTOGEN_WRITE_SPACING_MS: '0',
  }
}
