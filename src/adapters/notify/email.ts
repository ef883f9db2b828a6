/**
 * E-mail through the operator's server. Encrypted, or not at all, unless the server is this machine; the messages of one
 * incident hang together in a mail program, and a repeated one has the same id.
 */
import type { EmailNotifierConfig } from '../../config/service/notifier-config.ts'
import { isLoopback } from '../../domain/notification/address.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { printable } from '../../domain/text/printable.ts'
import type { Notifier, NotifierFailure } from '../../ports/notifier/notifier.ts'
import { renderEmail } from './email-message.ts'

export interface EmailParts {
  readonly service: string
  /** For all of one mail. Default 15 s. */
  readonly timeMsMax?: number
}

const ports = { 'smtp:': 587, 'smtps:': 465 } as const

export function createEmailNotifier(
  { name, smtpUrl, from, to }: EmailNotifierConfig,
  { service, timeMsMax = 15_000 }: EmailParts,
): Notifier {
  const server = new URL(smtpUrl)
  const user = decodeURIComponent(server.username)
  const pass = decodeURIComponent(server.password)
  const host = server.hostname.replace(/^\[|\]$/g, '')
  const options = {
    host,
    port: Number(server.port) || ports[server.protocol as keyof typeof ports],
    secure: server.protocol === 'smtps:',
    requireTLS: !isLoopback(server.hostname),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' as const },
    ...(user === '' ? {} : { auth: { user, pass } }),
    connectionTimeout: timeMsMax,
    greetingTimeout: timeMsMax,
    socketTimeout: timeMsMax,
    dnsTimeout: timeMsMax,
    disableFileAccess: true,
    disableUrlAccess: true,
  }

  async function deliver(notification: Notification, signal: AbortSignal): Promise<string> {
    // One connection for each mail: they are few, and a kept one would have to be watched.
    // Loaded by the first mail: most processes send none.
    const { createTransport } = await import('nodemailer')
    const transport = createTransport(options)
    const over = AbortSignal.any([signal, AbortSignal.timeout(timeMsMax)])
    let onAbort = () => {}
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => reject(Object.assign(new Error('called off'), { code: 'ETIMEDOUT' }))
      over.addEventListener('abort', onAbort, { once: true })
      if (over.aborted) onAbort()
    })
    try {
      const mail = transport.sendMail(renderEmail(notification, { from, to, service }))
      mail.catch(() => {})
      const { messageId, rejected = [] } = await Promise.race([mail, aborted])
      const refused = rejected.length === 0 ? '' : ` (${rejected.length} of ${to.length} recipients refused)`
      return `${messageId}${refused}`
    } finally {
      over.removeEventListener('abort', onAbort)
      transport.close()
    }
  }

  return {
    name,
    async send(notification, signal) {
      try {
        return succeed({ reference: await deliver(notification, signal) })
      } catch (error) {
        return classify(error, host, [smtpUrl, user, pass])
      }
    },
  }
}

/** A server that says 4xx may take it later; 5xx, or a refused password, stays. */
function classify(error: unknown, host: string, secrets: readonly string[]): Outcome<never, NotifierFailure> {
  const {
    code = '',
    responseCode = 0,
    response = '',
  } = error as {
    readonly code?: string
    readonly responseCode?: number
    readonly response?: string
  }
  const said = secrets
    .filter((secret) => secret.length > 3)
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), response)
  const words = printable(said.slice(0, 200).replaceAll(/\s+/g, ' ').trim())
  const why = words === '' ? (/^[A-Z0-9_]{3,60}$/.test(code) ? code : 'no connection') : words
  const message = `The mail server ${host} did not take the mail (${why}).`
  const isRefused =
    responseCode >= 500 || (['EAUTH', 'EENVELOPE', 'EMESSAGE'].includes(code) && responseCode === 0)
  return fail({ kind: isRefused ? 'refused' : 'unreachable', message })
}
