/** A message as a mail: plain text, and the same as HTML in which nothing of it is markup. */
import { createHash } from 'node:crypto'
import type { Notification } from '../../domain/notification/notification.ts'
import { linesOf, linksOf, titleOf } from './plain-text.ts'

export interface EmailEnds {
  readonly from: string
  readonly to: readonly string[]
  readonly service: string
}

export function renderEmail(notification: Notification, { from, to, service }: EmailEnds) {
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const idOf = (text: string) => `<${createHash('sha256').update(text).digest('hex').slice(0, 32)}@${domain}>`
  // Nobody gets the mail that the whole conversation answers; mail programs only compare what is referred to.
  const root = idOf(`thread ${service} ${notification.thread}`)
  const isUrgent = notification.kind === 'page' && notification.severity === 'P1'
  return {
    from: { name: service, address: from },
    to: [...to],
    subject: titleOf(notification),
    text: plainBody(notification),
    html: htmlBody(notification),
    messageId: idOf(`message ${service} ${notification.dedupeKey}`),
    inReplyTo: root,
    references: [root],
    ...(isUrgent ? { priority: 'high' as const } : {}),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Autogen-Thread': createHash('sha256').update(notification.thread).digest('hex').slice(0, 32),
    },
  }
}

function plainBody(notification: Notification): string {
  const links = linksOf(notification).map(({ title, url }) => `${title}: ${url}`)
  return [titleOf(notification), '', linesOf(notification), '', ...links].join('\n').trimEnd()
}

function htmlBody(notification: Notification): string {
  const links = linksOf(notification).map(
    ({ title, url }) => `<p><a href="${escapeHtml(url)}">${escapeHtml(title)}</a></p>`,
  )
  return [
    '<!doctype html><html><body style="font-family:sans-serif">',
    `<h3>${escapeHtml(titleOf(notification))}</h3>`,
    `<pre style="white-space:pre-wrap;font-family:inherit">${escapeHtml(linesOf(notification))}</pre>`,
    ...links,
    '</body></html>',
  ].join('\n')
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
