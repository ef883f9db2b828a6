/** Checks everything that the service depends on, and says of what is wrong what to do about it. */
import { execFile } from 'node:child_process'
import { statfs } from 'node:fs/promises'
import { promisify } from 'node:util'
import { lesserPermissions, missingEvents, missingPermissions } from '../../config/service/app-permissions.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { Backbone } from './backbone.ts'
import { diagnoseService } from './describe-service.ts'
import { clock } from './open-backbone.ts'

export interface Diagnosis {
  readonly subject: string
  readonly verdict: 'good' | 'weak' | 'broken'
  /** A sentence. */
  readonly found: string
  /** What to do; null when nothing is to be done. */
  readonly remedy: string | null
}

const diskShareMin = 0.1
const clockSkewMsMax = 30_000
const gitVersionMin = [2, 31] as const

export async function diagnose(backbone: Backbone, signal: AbortSignal): Promise<readonly Diagnosis[]> {
  const groups = await Promise.all([
    diagnoseStore(backbone),
    diagnoseQueue(backbone),
    diagnoseGit(),
    diagnoseDisk(backbone.config.dataFolder),
    ...hostsOf(backbone).map((host) => diagnoseHost(host, signal)),
  ])
  const none = backbone.hosts.size === 0 ? [noApp] : []
  const weak = backbone.degraded.map(
    (sentence): Diagnosis => ({ subject: 'service', verdict: 'weak', found: sentence, remedy: null }),
  )
  return [...groups.flat(), ...none, models, ...diagnoseService(backbone.config, clock.now()), ...weak]
}

function hostsOf({ hosts }: Backbone): readonly CodeHost[] {
  return [...hosts.values()]
}

const noApp: Diagnosis = {
  subject: 'App',
  verdict: 'broken',
  found: 'No GitHub App is configured.',
  remedy: 'Run "autogen-bot setup", or see docs/setup.md for an App that is there already.',
}

const models: Diagnosis = {
  subject: 'models',
  verdict: 'good',
  found: 'None are configured: analysers alone review.',
  remedy: null,
}

async function diagnoseStore({ store, facts }: Backbone): Promise<readonly Diagnosis[]> {
  try {
    await store.check()
    return [good('store', `PostgreSQL takes writes (${facts.store ?? 'PostgreSQL'}).`)]
  } catch (error) {
    return [
      broken(
        'store',
        `PostgreSQL does not take writes: ${messageOf(error)}.`,
        'Start it, and check DATABASE_URL.',
      ),
    ]
  }
}

async function diagnoseQueue({ queue, facts }: Backbone): Promise<readonly Diagnosis[]> {
  const counts = await queue.counts()
  if (!counts.ok) return [broken('queue', counts.failure.message, counts.failure.remedy)]
  if (counts.value.isPaused)
    return [
      weak('queue', 'The queue is paused: nothing new is begun.', 'Undo it with "autogen-bot queue resume".'),
    ]
  return [good('queue', `The queue answers (${facts.queue ?? ''}); ${counts.value.waiting} entries wait.`)]
}

async function diagnoseGit(): Promise<readonly Diagnosis[]> {
  const remedy = 'Install git 2.31 or newer.'
  try {
    const { stdout } = await promisify(execFile)('git', ['--version'])
    const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(stdout) ?? []
    const isNew =
      Number(major) > gitVersionMin[0] ||
      (Number(major) === gitVersionMin[0] && Number(minor) >= gitVersionMin[1])
    return [isNew ? good('git', `${stdout.trim()}.`) : broken('git', `${stdout.trim()} is too old.`, remedy)]
  } catch {
    return [
      broken(
        'git',
        'There is no git: code would be read through the API, slowly and at the cost of its budget.',
        remedy,
      ),
    ]
  }
}

async function diagnoseDisk(folder: string): Promise<readonly Diagnosis[]> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    const free = `${Math.round((bavail * bsize) / 2 ** 30)} GiB`
    const isTight = bavail / blocks < diskShareMin
    return [
      isTight
        ? weak(
            'disk',
            `${free} are left where ${folder} is: less than a tenth.`,
            'Make room, or move the data folder.',
          )
        : good('disk', `${free} are free where ${folder} is.`),
    ]
  } catch (error) {
    return [
      weak('disk', `The data folder cannot be looked at: ${messageOf(error)}.`, 'Check AUTOGEN_DATA_FOLDER.'),
    ]
  }
}

async function diagnoseHost(host: CodeHost, signal: AbortSignal): Promise<readonly Diagnosis[]> {
  const subject = `App ${host.app}`
  const described = await host.account.describe(signal)
  if (!described.ok) return [broken(subject, described.failure.message, described.failure.remedy)]
  const { slug, permissions, events, webhookUrl, clockSkewMs } = described.value
  const lacking = missingPermissions(permissions)
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
    ...(await diagnoseInstallations(host, subject, signal)),
  ]
}

async function diagnoseInstallations(
  host: CodeHost,
  subject: string,
  signal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  const installations = await host.installations.list(signal)
  if (!installations.ok) return [broken(subject, installations.failure.message, installations.failure.remedy)]
  if (installations.value.length === 0)
    return [weak(subject, 'It is not installed anywhere.', 'Install it on the repositories to review.')]
  const found: Diagnosis[] = []
  for (const { id, account, isSuspended, permissions } of installations.value) {
    const name = `installation ${id} (${account})`
    if (isSuspended) {
      found.push(weak(subject, `The ${name} is suspended.`, 'Its owner can unsuspend it.'))
      continue
    }
    const lacking = missingPermissions(permissions)
    if (lacking.length > 0)
      found.push(
        broken(
          subject,
          `The ${name} has not granted ${lacking.join(', ')}.`,
          'Its owner has to accept the new permissions.',
        ),
      )
    const repositories = await host.installations.repositories(id, signal)
    found.push(
      repositories.ok
        ? good(subject, `The ${name} gives access to ${repositories.value.length} repositories.`)
        : broken(
            subject,
            `The ${name} does not show its repositories: ${repositories.failure.message}`,
            repositories.failure.remedy,
          ),
    )
  }
  return found
}

function good(subject: string, found: string): Diagnosis {
  return { subject, verdict: 'good', found, remedy: null }
}

function weak(subject: string, found: string, remedy: string): Diagnosis {
  return { subject, verdict: 'weak', found, remedy }
}

function broken(subject: string, found: string, remedy: string): Diagnosis {
  return { subject, verdict: 'broken', found, remedy }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
