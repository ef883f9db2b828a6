/** Reads what PostgreSQL's programs said at their end and turns it into a failure that says what to do. */
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type EmbeddedPostgresFailure, failed, noSpace } from './failure.ts'
import type { ServerAccount } from './server-account.ts'

export interface Ended {
  /** What was tried, e.g. `postgres`. */
  readonly program: string
  /** The whole path of the program and the folder it worked on. */
  readonly paths: readonly string[]
  readonly account: ServerAccount
  readonly output: string
}

type Failed = { readonly ok: false; readonly failure: EmbeddedPostgresFailure }

export function explainOutput({ program, paths, account, output }: Ended): Failed {
  const [, folder = ''] = paths
  if (/no space left|disk quota exceeded/i.test(output)) return noSpace(folder)
  if (/could not look up effective user/i.test(output)) {
    return failed(
      'account-unusable',
      `The user ${account.uid} that the database shall run as has no name on this system.`,
      'Add a line for that user to /etc/passwd, or give the data folder to a user that has one.',
    )
  }
  if (/EPERM|EINVAL/.test(output) && account.kind !== 'self') {
    return failed(
      'account-unusable',
      `The database cannot be run as user ${account.uid}: ${output}.`,
      'PostgreSQL does not run as root: start autogen-bot as another user, who owns the data folder.',
    )
  }
  const closed = /EACCES|permission denied/i.test(output) ? closedFolder(paths, account) : null
  if (closed !== null) {
    return failed(
      'folder-out-of-reach',
      `The database runs as user ${account.uid}, who may not enter ${closed}.`,
      'Start autogen-bot as a user other than root, or move the data folder and the installation to where others may enter, e.g. /var/lib and /opt.',
    )
  }
  return failed(
    'start-failed',
    `${program} ended at once: ${lastWords(output)}.`,
    `Read postgres.log in the data folder ${dirname(folder)}; when its data is damaged, restore a backup.`,
  )
}

/** The first folder on the way that lets the account not pass; null when the modes show none. */
function closedFolder(paths: readonly string[], { uid, gid }: ServerAccount): string | null {
  for (const path of paths) {
    const way: string[] = []
    for (let at = dirname(path); at !== dirname(at); at = dirname(at)) way.unshift(at)
    const closed = way.find((folder) => {
      const found = statSync(folder, { throwIfNoEntry: false })
      if (found === undefined) return false
      const bit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001
      return (found.mode & bit) === 0
    })
    if (closed !== undefined) return closed
  }
  return null
}

function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => /FATAL|PANIC|ERROR|error:|HINT|EACCES|ENOENT/.test(line))
  const words = (lines.length > 0 ? lines : output.trim().split('\n')).slice(-3)
  return (
    words.map((line) => line.replace(/^.*?\b(?=FATAL|PANIC|ERROR|HINT|initdb:)/, '').trim()).join('; ') ||
    'it said nothing'
  )
}
