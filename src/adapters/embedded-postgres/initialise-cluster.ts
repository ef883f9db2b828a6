/** Makes the server's data on first use, beside its place, so that a half-made one is never taken for a whole. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import { checkSpace, type DataFolder } from './data-folder.ts'
import { explainOutput } from './explain-output.ts'
import { type EmbeddedPostgresFailure, failed, folderFailed } from './failure.ts'
import type { Binaries } from './find-binaries.ts'
import { runProgram } from './run-program.ts'
import { giveToServer, giveTreeToServer } from './server-account.ts'
import { accessFile, configurationFile } from './server-settings.ts'

export const administrator = 'postgres'

/** Called by the one who holds the sole claim. The value tells whether data was made. */
export async function initialiseCluster(
  folder: DataFolder,
  binaries: Binaries,
): Promise<Outcome<boolean, EmbeddedPostgresFailure>> {
  try {
    const version = await versionOf(folder.cluster)
    if (version === null) return await make(folder, binaries)
    if (version !== binaries.version) return wrongVersion(folder, version, binaries)
    await giveTreeToServer(folder.cluster, folder.account)
    return succeed(false)
  } catch (error) {
    return folderFailed(folder.path, error)
  }
}

async function make(
  folder: DataFolder,
  binaries: Binaries,
): Promise<Outcome<boolean, EmbeddedPostgresFailure>> {
  const space = await checkSpace(folder)
  if (!space.ok) return space
  const draft = join(folder.path, 'cluster.new')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await giveToServer(draft, folder.account)
  const args = [
    '-D',
    draft,
    '-U',
    administrator,
    '-E',
    'UTF8',
    '--locale=C',
    '--data-checksums',
    '-A',
    'trust',
  ]
  const { exitCode, output } = await runProgram(binaries.initdb, args, folder.account)
  if (exitCode !== 0) {
    await rm(draft, { recursive: true, force: true })
    return explainOutput({
      program: 'initdb',
      paths: [binaries.initdb, draft],
      account: folder.account,
      output,
    })
  }
  // Over files that initdb has made, so they keep their owner.
  await writeFile(join(draft, 'postgresql.conf'), configurationFile)
  await writeFile(join(draft, 'pg_hba.conf'), accessFile)
  await rename(draft, folder.cluster)
  return succeed(true)
}

/** @returns null when there is no data; a folder with data but without this file is nobody's to touch */
async function versionOf(cluster: string): Promise<string | null> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw error
  }
}

function wrongVersion({ cluster }: DataFolder, version: string, binaries: Binaries) {
  return failed(
    'wrong-version',
    `The data in ${cluster} is of PostgreSQL ${version}, the embedded server is ${binaries.version}.`,
    `Restore a backup into an empty data folder, or run the version of autogen-bot that brought PostgreSQL ${version}.`,
  )
}
