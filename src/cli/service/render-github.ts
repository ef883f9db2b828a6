/** What `autogen-bot github` says: pure functions from facts to text. */
import type { InstallationLimits, ListedDelivery } from '../../app/service/operate/github.ts'
import { printable } from '../../domain/text/printable.ts'
import { ago } from './render-queue.ts'

export function renderLimits(limits: readonly InstallationLimits[], now: number): string {
  if (limits.length === 0) return 'The App has no installation in use.\n'
  const blocks = limits.map(({ app, installation, account, windows }) => {
    const rows = windows.map(({ resource, limit, remaining, resetAt }) => {
      const reset = resetAt > now ? `, full again in ${ago(now, resetAt)}` : ''
      return `  ${resource.padEnd(12)} ${remaining} of ${limit} left${reset}`
    })
    const none = windows.length === 0 ? ['  no limits'] : []
    return [`${app}, installation ${installation} (${printable(account)})`, ...rows, ...none].join('\n')
  })
  return `${blocks.join('\n')}\n`
}

export function renderDeliveries(deliveries: readonly ListedDelivery[], now: number): string {
  if (deliveries.length === 0) return 'None.\n'
  const rows = deliveries.map(({ id, guid, event, action, deliveredAt, statusCode, isKnown }) => {
    const name = action === null ? event : `${event}.${action}`
    const status = statusCode === 0 ? 'no answer' : String(statusCode)
    return `${id.padEnd(20)} ${guid}  ${`${ago(deliveredAt, now)} ago`.padEnd(12)} ${status.padEnd(9)} ${isKnown ? 'stored ' : 'MISSING'} ${name}`
  })
  return `${rows.map((row) => printable(row)).join('\n')}\n`
}
