/** What the doctor says of an App of ours: whether it may do what it has to, hears what it has to, and is where it has to be. */
import {
  lesserPermissions,
  missingEvents,
  missingPermissions,
  neededPermissions,
} from '../../config/service/app-permissions.ts'
import type { GitHubIssueNotifierConfig } from '../../config/service/notifier-config.ts'
import { nameOfRepository } from '../../domain/repository/repository.ts'
import type { CodeHost, Installation } from '../../ports/code-host/code-host.ts'
import { broken, type Diagnosis, good, weak } from './diagnosis.ts'

const clockSkewMsMax = 30_000

/** @param channels the notifiers that tell incidents as issues through this App */
export async function diagnoseHost(
  host: CodeHost,
  channels: readonly GitHubIssueNotifierConfig[],
  signal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  const subject = `App ${host.app}`
  const described = await host.account.describe(signal)
  if (!described.ok) return [broken(subject, described.failure.message, described.failure.remedy)]
  const { slug, permissions, events, webhookUrl, clockSkewMs } = described.value
  const lacking = missingPermissions(permissions, neededPermissions(channels.length > 0))
  const deaf = missingEvents(events)
  const lesser = lesserPermissions(permissions)
  return [
    good(subject, `Its credentials are good; it is called ${slug}.`),
    lacking.length === 0
      ? good(subject, 'It has every permission it needs.')
      : broken(
          subject,
          `It lacks permissions: ${lacking.join(', ')}.`,
          'Grant them on the page of the App, then accept them in each installation.',
        ),
    ...(lesser.length === 0 || lacking.length > 0
      ? []
      : [
          weak(
            subject,
            `It has no ${lesser.join(', ')}: threads of findings that are gone get a note instead of being resolved.`,
            'See docs/setup.md; nothing else needs it.',
          ),
        ]),
    deaf.length === 0
      ? good(subject, 'It gets every event it needs.')
      : broken(
          subject,
          `It does not get the events ${deaf.join(', ')}.`,
          'Subscribe to them on the page of the App.',
        ),
    webhookUrl === null || !/\/webhook(?:\/[a-z0-9-]+)?$/.test(webhookUrl)
      ? broken(
          subject,
          `Its webhook goes to ${webhookUrl ?? 'nowhere'}.`,
          "Set it to the service's address with /webhook at the end.",
        )
      : good(subject, `Its webhook goes to ${webhookUrl}.`),
    Math.abs(clockSkewMs) > clockSkewMsMax
      ? broken(
          subject,
          `The clock of this machine is ${Math.round(-clockSkewMs / 1000)} s off.`,
          'Set it with NTP: GitHub refuses tokens from another time.',
        )
      : good(subject, 'The clock agrees with the host.'),
    ...(await diagnoseInstallations({ host, channels, subject, signal })),
  ]
}

interface InstallationsAsked {
  readonly host: CodeHost
  readonly channels: readonly GitHubIssueNotifierConfig[]
  readonly subject: string
  readonly signal: AbortSignal
}

async function diagnoseInstallations(asked: InstallationsAsked): Promise<readonly Diagnosis[]> {
  const { host, channels, subject, signal } = asked
  const installations = await host.installations.list(signal)
  if (!installations.ok) return [broken(subject, installations.failure.message, installations.failure.remedy)]
  const none =
    installations.value.length === 0
      ? [weak(subject, 'It is not installed anywhere.', 'Install it on the repositories to review.')]
      : []
  const looked: InstallationLook[] = []
  for (const one of installations.value) looked.push(await diagnoseInstallation(one, asked))
  const isWhole = looked.every(({ names }) => names !== null)
  const reached = looked.flatMap(({ names }) => names ?? []).map((name) => name.toLowerCase())
  // Where a list could not be read, that was said, and a repository may be on it.
  const unreached = channels.filter(
    ({ repository }) => isWhole && !reached.includes(repository.toLowerCase()),
  )
  return [
    ...none,
    ...looked.flatMap(({ found }) => found),
    ...unreached.map(({ name, repository }) =>
      broken(
        subject,
        `The notifier ${name} tells incidents in ${repository}, where it is not installed.`,
        'Install it there, or give the notifier another repository.',
      ),
    ),
  ]
}

interface InstallationLook {
  readonly found: readonly Diagnosis[]
  /** `owner/name` of its repositories; null: not to be had. */
  readonly names: readonly string[] | null
}

async function diagnoseInstallation(
  { id, account, isSuspended, permissions }: Installation,
  { host, channels, subject, signal }: InstallationsAsked,
): Promise<InstallationLook> {
  const name = `installation ${id} (${account})`
  if (isSuspended)
    return { found: [weak(subject, `The ${name} is suspended.`, 'Its owner can unsuspend it.')], names: [] }
  // Only who keeps the issues has to let us write them.
  const hasChannel = channels.some(({ repository }) => isOwnedBy(account, repository))
  const lacking = missingPermissions(permissions, neededPermissions(hasChannel))
  const grants =
    lacking.length === 0
      ? []
      : [
          broken(
            subject,
            `The ${name} has not granted ${lacking.join(', ')}.`,
            'Its owner has to accept the new permissions.',
          ),
        ]
  const repositories = await host.installations.repositories(id, signal)
  if (!repositories.ok) {
    const { message, remedy } = repositories.failure
    return {
      found: [...grants, broken(subject, `The ${name} does not show its repositories: ${message}`, remedy)],
      names: null,
    }
  }
  return {
    found: [
      ...grants,
      good(subject, `The ${name} gives access to ${repositories.value.length} repositories.`),
    ],
    names: repositories.value.map(nameOfRepository),
  }
}

function isOwnedBy(account: string, repository: string): boolean {
  return repository.toLowerCase().startsWith(`${account.toLowerCase()}/`)
}
