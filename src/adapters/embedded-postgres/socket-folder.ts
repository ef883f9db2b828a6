/**
 * Where the server's socket is. The address of a Unix socket holds about a hundred bytes; a data folder that lies
 * deeper gets a private folder under the system's temporary one, remembered in the data folder.
 */
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { giveToServer, type ServerAccount } from './server-account.ts'

export const socketPort = 5432
/** macOS has 104 bytes with the closing zero, Linux 108. */
const socketPathBytesMax = 103
const noteName = 'socket-folder'

/** Called by the one who holds the sole claim. */
export async function openSocketFolder(folder: string, account: ServerAccount): Promise<string> {
  const inside = join(folder, 'run')
  // The server reads a list of folders, in which a comma and a quote have a meaning.
  if (fits(inside) && !/[",]/.test(inside)) {
    await makeServerFolder(inside, account)
    return inside
  }
  const remembered = await readFile(join(folder, noteName), 'utf8').catch(() => null)
  if (remembered !== null && (await isKept(dirname(remembered), account))) {
    await makeServerFolder(remembered, account)
    return remembered
  }
  return openOutside(folder, account)
}

export async function removeSocketFolder(folder: string, socketFolder: string): Promise<void> {
  if (dirname(socketFolder) === folder) return
  await rm(dirname(socketFolder), { recursive: true, force: true })
  await rm(join(folder, noteName), { force: true })
}

async function openOutside(folder: string, account: ServerAccount): Promise<string> {
  const nameLike = 'autogen-bot-XXXXXX/run'
  const parent = fits(join(tmpdir(), nameLike)) ? tmpdir() : '/tmp'
  const outer = await mkdtemp(join(parent, 'autogen-bot-'))
  await closeToOthers(outer, account)
  const socketFolder = join(outer, 'run')
  await makeServerFolder(socketFolder, account)
  const note = join(folder, `${noteName}.new`)
  await writeFile(note, socketFolder, { mode: 0o600 })
  await giveToServer(note, account)
  await rename(note, join(folder, noteName))
  return socketFolder
}

async function makeServerFolder(path: string, account: ServerAccount): Promise<void> {
  await mkdir(path, { recursive: true })
  await chmod(path, 0o700)
  await giveToServer(path, account)
}

async function closeToOthers(outer: string, account: ServerAccount): Promise<void> {
  if (account.kind !== 'nobody') return await giveToServer(outer, account)
  await chown(outer, 0, account.gid)
  await chmod(outer, 0o710)
}

/**
 * Made again under its name when the system has cleaned up, so that those who know it find the next server. A folder
 * of somebody else under that name would be handed our queries.
 */
async function isKept(outer: string, account: ServerAccount): Promise<boolean> {
  const made = await mkdir(outer, { mode: 0o700 }).then(
    () => true,
    () => false,
  )
  if (made) await closeToOthers(outer, account)
  const found = await lstat(outer).catch(() => null)
  const owner = account.kind === 'nobody' ? 0 : account.uid
  return found?.isDirectory() === true && found.uid === owner && (found.mode & 0o027) === 0
}

function fits(socketFolder: string): boolean {
  return Buffer.byteLength(join(socketFolder, `.s.PGSQL.${socketPort}`)) <= socketPathBytesMax
}
