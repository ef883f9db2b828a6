/**
 * Who is there, told by files: a process puts an empty file into a folder that is named after its identity. The name
 * cannot be another's, so a file of a dead process may be removed by anyone without a race. Used twice: for the
 * users of a server, and for the one who may start or stop it.
 */
import { readdir, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { isAlive, ownIdentity, ownNamespace } from './process-identity.ts'

export interface Claim {
  readonly name: string
  leave(): Promise<void>
}

const beatEveryMs = 3_000
/** A process that is counted elsewhere (another container on this folder) lives while its file is touched. */
const foreignSilenceMsMax = 15_000
let claimsMade = 0

export async function claim(folder: string): Promise<Claim> {
  const { pid, startedAt, namespace } = ownIdentity()
  claimsMade += 1
  const name = `${pid}.${startedAt}.${namespace}.${claimsMade}`
  const file = join(folder, name)
  await writeFile(file, '', { mode: 0o600 })
  const beat = setInterval(() => {
    const now = new Date()
    utimes(file, now, now).catch(() => {})
  }, beatEveryMs)
  beat.unref()
  return {
    name,
    async leave() {
      clearInterval(beat)
      await unlink(file).catch(() => {})
    },
  }
}

/** Names of the claims of living processes; what the dead left is removed. */
export async function livingClaims(folder: string, except: string | null): Promise<readonly string[]> {
  const names = await readdir(folder)
  const living = await Promise.all(
    names.map(async (name) => {
      if (name === except) return false
      if (await isHeld(folder, name)) return true
      await unlink(join(folder, name)).catch(() => {})
      return false
    }),
  )
  return names.filter((_, at) => living[at])
}

/** Waits until nobody else has a claim in the folder. The failure names the process that has. */
export async function soleClaim(
  folder: string,
  waitMsMax: number,
): Promise<Outcome<Claim, { readonly pid: string }>> {
  const giveUpAt = performance.now() + waitMsMax
  for (;;) {
    let others = await livingClaims(folder, null)
    if (others.length === 0) {
      // Both may come at once: each puts its claim down first and looks then, so that at most one sees no other.
      const own = await claim(folder)
      others = await livingClaims(folder, own.name)
      if (others.length === 0) return succeed(own)
      await own.leave()
    }
    if (performance.now() > giveUpAt) return fail({ pid: others[0]?.split('.')[0] ?? '' })
    await delay(5 + Math.random() * 30)
  }
}

async function isHeld(folder: string, name: string): Promise<boolean> {
  const [pid, startedAt, namespace] = name.split('.')
  if (pid === undefined || startedAt === undefined || namespace === undefined) return false
  if (namespace === ownNamespace()) return isAlive({ pid: Number(pid), startedAt, namespace })
  const touchedMs = await stat(join(folder, name)).then(
    (file) => file.mtimeMs,
    () => 0,
  )
  return Date.now() - touchedMs < foreignSilenceMsMax
}
