/** Keeps an App's credentials in files that only their owner may read, and writes the settings that name them. */
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface AppCredentials {
  readonly id: number
  readonly slug: string
  readonly apiUrl: string
  /** PEM text. */
  readonly privateKey: string
  readonly webhookSecret: string
}

export interface StoredCredentials {
  readonly privateKeyFile: string
  readonly webhookSecretFile: string
  readonly settingsFile: string
  /** False: there was a settings file already; `settings` has to be added to it by hand. */
  readonly wroteSettings: boolean
  readonly settings: string
}

/** @param folder made with mode 700 when it is not there */
export async function storeCredentials(
  credentials: AppCredentials,
  { folder, settingsFile }: { readonly folder: string; readonly settingsFile: string },
): Promise<StoredCredentials> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const privateKeyFile = join(folder, `${credentials.id}.private-key.pem`)
  const webhookSecretFile = join(folder, `${credentials.id}.webhook-secret`)
  await writePrivately(privateKeyFile, credentials.privateKey)
  await writePrivately(webhookSecretFile, `${credentials.webhookSecret}\n`)
  const settings = [
    'app:',
    `  id: ${credentials.id}`,
    `  apiUrl: ${JSON.stringify(credentials.apiUrl)}`,
    `  privateKeyFile: ${JSON.stringify(privateKeyFile)}`,
    `  webhookSecretFile: ${JSON.stringify(webhookSecretFile)}`,
    '',
  ].join('\n')
  const wroteSettings = !existsSync(settingsFile)
  if (wroteSettings) await writePrivately(settingsFile, settings)
  return { privateKeyFile, webhookSecretFile, settingsFile, wroteSettings, settings }
}

/** Under another name first: a file that is there is whole. */
async function writePrivately(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.new`
  await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' })
  await rename(unfinished, path)
}
