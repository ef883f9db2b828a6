/** The data folder and what lies where in it. */
import { chmod, chown, mkdir, readdir, realpath, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import { type EmbeddedPostgresFailure, failed, folderFailed, noSpace } from './failure.ts'
import { chooseAccount, giveToServer, type ServerAccount } from './server-account.ts'

export interface DataFolder {
  readonly path: string
  readonly account: ServerAccount
  /** The server's own: what others call PGDATA. */
  readonly cluster: string
  /** One claim for each process that uses the server. */
  readonly users: string
  /** The claim of the one who may start or stop it. */
  readonly changers: string
  readonly log: string
}

const freeBytesMin = 256 * 1024 * 1024

export async function openDataFolder(path: string): Promise<Outcome<DataFolder, EmbeddedPostgresFailure>> {
  try {
    const firstMade = await mkdir(path, { recursive: true, mode: 0o755 })
    // A link is another name for the same folder, and there is one server for a folder.
    const folder = describe(await realpath(path))
    if (await isOfOthers(folder)) return notOurs(folder)
    const { account } = folder
    if (firstMade !== undefined && account.kind === 'nobody')
      await openTheWay(firstMade, dirname(folder.path))
    await close(folder)
    for (const own of [folder.users, folder.changers]) {
      await mkdir(own, { recursive: true, mode: 0o700 })
      if (account.kind === 'owner-of-folder') await giveToServer(own, account)
    }
    return succeed(folder)
  } catch (error) {
    return folderFailed(path, error)
  }
}

export async function checkSpace({ path }: DataFolder): Promise<Outcome<null, EmbeddedPostgresFailure>> {
  const disk = await statfs(path)
  return disk.bavail * disk.bsize < freeBytesMin ? noSpace(path) : succeed(null)
}

function describe(path: string): DataFolder {
  const cluster = join(path, 'cluster')
  return {
    path,
    cluster,
    account: chooseAccount(path, cluster),
    users: join(path, 'users'),
    changers: join(path, 'changers'),
    log: join(path, 'postgres.log'),
  }
}

/** We close the folder to others, which nobody expects of one that has something else in it. */
async function isOfOthers({ path, users }: DataFolder): Promise<boolean> {
  const names = (await readdir(path)).filter((name) => name !== 'lost+found')
  return names.length > 0 && !names.includes(basename(users))
}

function notOurs({ path }: DataFolder) {
  return failed(
    'folder-unusable',
    `The folder ${path} has something else in it than the data of an embedded database.`,
    'Name an empty folder, or one that is not there yet.',
  )
}

/** The socket trusts whoever reaches it, so nobody else may. */
async function close({ path, account }: DataFolder): Promise<void> {
  if (account.kind !== 'nobody') return await chmod(path, 0o700)
  await chown(path, 0, account.gid)
  await chmod(path, 0o710)
}

/** Folders that we have just made above the data folder let the server pass, whatever the umask. */
async function openTheWay(firstMade: string, last: string): Promise<void> {
  for (let path = last; path.length >= firstMade.length; path = dirname(path)) await chmod(path, 0o711)
}
