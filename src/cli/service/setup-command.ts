/** `autogen-bot setup` */
import { createAppOnHost } from '../../app/setup/create-app-on-host.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { readConfig, type ServiceFlags } from './with-backbone.ts'

export interface SetupFlags extends ServiceFlags {
  readonly name: string
  readonly publicUrl?: string
  readonly webUrl: string
  readonly organisation?: string
  readonly contents: 'read' | 'write'
  readonly issues: 'read' | 'write'
  readonly port: string
}

export async function setupCommand(flags: SetupFlags, terminal: Terminal): Promise<ExitCode> {
  const wrong = [
    ...(isWebAddress(flags.webUrl) ? [] : ['--web-url is not an address such as https://github.com']),
    ...(flags.publicUrl === undefined || isWebAddress(flags.publicUrl)
      ? []
      : ['--public-url is not an address such as https://reviews.example.com']),
    ...(/^[0-9]{1,5}$/.test(flags.port) && Number(flags.port) < 65_536 ? [] : ['--port is not a port']),
  ]
  for (const sentence of wrong) terminal.tell(`autogen-bot: ${sentence}.\n`)
  if (wrong.length > 0) return exitCodes.usage
  const config = readConfig(flags, terminal)
  if (config === null) return exitCodes.usage
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  const stored = await createAppOnHost({
    name: flags.name,
    publicUrl: flags.publicUrl ?? null,
    webUrl: flags.webUrl.replace(/\/+$/, ''),
    organisation: flags.organisation ?? null,
    contents: flags.contents,
    issues: flags.issues,
    port: Number(flags.port),
    dataFolder: config.dataFolder,
    onReady: (address) =>
      terminal.tell(
        `Open ${address} in a browser on this machine, and create the App there. Ctrl-C cancels.\n`,
      ),
    signal: stop.signal,
  })
  if (!stored.ok) {
    terminal.tell(`autogen-bot: ${printable(`${stored.failure.message} ${stored.failure.remedy}`)}\n`)
    return exitCodes.internal
  }
  const { privateKeyFile, webhookSecretFile, settingsFile, wroteSettings, settings } = stored.value
  await terminal.answer(
    [
      `The private key is in ${privateKeyFile}, the webhook's secret in ${webhookSecretFile}; only you can read them.`,
      wroteSettings
        ? `${settingsFile} names them.`
        : `${settingsFile} is there already; add these lines to it:\n\n${settings}`,
      'Install the App on repositories, then check everything with "autogen-bot doctor" and start "autogen-bot serve".',
      '',
    ].join('\n'),
  )
  return exitCodes.done
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/@?#]+\/?$/.test(text)
}
