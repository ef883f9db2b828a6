/**
 * As whom the server runs. PostgreSQL refuses to run as root. A folder that belongs to somebody is used as that
 * somebody; otherwise the server runs as `nobody`, but with a group that no other process has: the folders above its
 * data and its socket are open to that group only, so that other processes that run as `nobody` cannot enter.
 */
import { type Dirent, readFileSync, statSync } from 'node:fs'
import { chown, lchown, readdir } from 'node:fs/promises'
import { join } from 'node:path'

export interface ServerAccount {
  readonly kind: 'self' | 'owner-of-folder' | 'nobody'
  readonly uid: number
  readonly gid: number
}

/** From the range that systems hand out to nobody for long; any number does that no real group uses. */
const groupOfItsOwn = 61_873
const nobodyUid = 65_534

export function chooseAccount(folder: string, cluster: string): ServerAccount {
  const self = { uid: process.geteuid?.() ?? -1, gid: process.getegid?.() ?? -1 }
  if (self.uid !== 0) return { kind: 'self', ...self }
  const owner = ownerOf(folder)
  if (owner !== null && owner.uid !== 0) return { kind: 'owner-of-folder', ...owner }
  const earlier = ownerOf(cluster)
  const uid = earlier === null || earlier.uid === 0 ? readNobodyUid() : earlier.uid
  return { kind: 'nobody', uid, gid: groupOfItsOwn }
}

/** Gives a folder that the server itself writes to. */
export async function giveToServer(path: string, account: ServerAccount): Promise<void> {
  if (account.kind !== 'self') await chown(path, account.uid, account.gid)
}

/** A data folder that was restored by root still belongs to root. */
export async function giveTreeToServer(path: string, account: ServerAccount): Promise<void> {
  if (account.kind === 'self' || statSync(path).uid === account.uid) return
  const entries: Dirent[] = await readdir(path, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    await lchown(join(entry.parentPath, entry.name), account.uid, account.gid)
  }
  await chown(path, account.uid, account.gid)
}

function ownerOf(path: string): { readonly uid: number; readonly gid: number } | null {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? null : { uid: found.uid, gid: found.gid }
}

function readNobodyUid(): number {
  try {
    const line = /^nobody:[^:\n]*:(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'))
    return Number(line?.[1] ?? nobodyUid)
  } catch {
    return nobodyUid
  }
}
