/** Checks everything that the service depends on, and says of what is wrong what to do about it. */
import { execFile } from 'node:child_process'
import { statfs } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { GitHubIssueNotifierConfig } from '../../config/service/notifier-config.ts'
import { listBackups } from '../../ops/backup/backup-record.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { Store } from '../../ports/store/store.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import type { Backbone } from './backbone.ts'
import { diagnoseService } from './describe-service.ts'
import { diagnoseHost } from './diagnose-host.ts'
import { diagnoseModels } from './diagnose-models.ts'
import { broken, type Diagnosis, good, weak } from './diagnosis.ts'
import { clock } from './open-backbone.ts'

const diskShareMin = 0.1
const gitVersionMin = [2, 31] as const

export async function diagnose(backbone: Backbone, signal: AbortSignal): Promise<readonly Diagnosis[]> {
  const groups = await Promise.all([
    diagnoseStore(backbone),
    diagnoseQueue(backbone),
    diagnoseGit(),
    diagnoseDisk(backbone.config.dataFolder),
    diagnoseBackups(backbone.store.settings),
    ...hostsOf(backbone).map((host) => diagnoseHost(host, issueChannels(backbone, host), signal)),
  ])
  const none = backbone.hosts.size === 0 ? [noApp] : []
  const weak = backbone.degraded.map(
    (sentence): Diagnosis => ({ subject: 'service', verdict: 'weak', found: sentence, remedy: null }),
  )
  return [
    ...groups.flat(),
    ...none,
    ...diagnoseModels(backbone.config.models, clock.now()),
    ...diagnoseService(backbone.config, clock.now()),
    ...weak,
  ]
}

function hostsOf({ hosts }: Backbone): readonly CodeHost[] {
  return [...hosts.values()]
}

function issueChannels({ config }: Backbone, { app }: CodeHost): readonly GitHubIssueNotifierConfig[] {
  return config.notifiers.filter((one) => one.kind === 'github-issue').filter((one) => one.app === app)
}

const noApp: Diagnosis = {
  subject: 'App',
  verdict: 'broken',
  found: 'No GitHub App is configured.',
  remedy: 'Run "autogen-bot setup", or see docs/setup.md for an App that is there already.',
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

/** One that reports and then stops has an alert; one that never began is told here. */
export async function diagnoseBackups(
  settings: Pick<Store['settings'], 'read'>,
): Promise<readonly Diagnosis[]> {
  try {
    const backups = await listBackups(settings)
    if (backups.length > 0)
      return [good('backups', `These report: ${backups.map(({ name }) => name).join(', ')}.`)]
    return [
      weak(
        'backups',
        'No backup has reported, so none can be missed.',
        'Let the job that makes it call "autogen-bot backup record".',
      ),
    ]
  } catch (error) {
    // Said of the store already.
    if (error instanceof StoreUnavailable) return []
    throw error
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
