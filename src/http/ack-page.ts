/** The page by which a page is answered: words for a person on a telephone, at night. No script, nothing from elsewhere. */
import { createHash } from 'node:crypto'
import type { AckAnswer, AckLook } from '../ops/notifications/ack-links.ts'
import type { AckSubject } from '../ops/notifications/ack-token.ts'

const style = [
  'body{font:18px/1.5 sans-serif;max-width:30em;margin:3em auto;padding:0 1em;color:#222;background:#fff}',
  'button,input{font:inherit;padding:.6em 1em;width:100%;box-sizing:border-box;margin:.5em 0}',
  'button{background:#0a5;color:#fff;border:0;border-radius:6px}',
].join('')

export const ackPageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  // The address is the key: it is told to nobody.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
} as const

export interface RenderedAckPage {
  readonly status: number
  readonly html: string
}

export function renderAckPage(found: AckLook | AckAnswer): RenderedAckPage {
  switch (found.kind) {
    case 'open':
      return page(200, `Acknowledge ${nameOf(found.subject)}?`, [
        'You take it: pages about it stop, and the others see that it is yours.',
        formHtml,
      ])
    case 'invalid':
      return page(404, 'This link is not valid', [`${elsewhere}`])
    case 'expired':
      return page(410, 'This link has expired', [`${elsewhere}`])
    case 'used':
      return page(409, 'This link was used already', [
        `${escapeHtml(found.by)} acknowledged ${nameOf(found.subject)} at ${timeOf(found.at)}.`,
      ])
    case 'done': {
      const { result, subject } = found
      return result.kind === 'acknowledged'
        ? page(200, `${capital(nameOf(subject))} is yours`, [
            'Pages about it stop. What to do is on its page.',
          ])
        : page(409, `${capital(nameOf(subject))} was not acknowledged`, [escapeHtml(result.reason)])
    }
  }
}

const elsewhere = 'Acknowledge with <code>autogen-bot incident ack</code>, or use the link of a newer page.'
const formHtml =
  '<form method="post"><label>Your name <input name="name" maxlength="60" autocomplete="name"></label><button>Acknowledge</button></form>'

/** @param paragraphs HTML */
function page(status: number, title: string, paragraphs: readonly string[]): RenderedAckPage {
  const body = paragraphs.map((paragraph) =>
    paragraph.startsWith('<form') ? paragraph : `<p>${paragraph}</p>`,
  )
  const html = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title><style>${style}</style></head>`,
    `<body><h1>${title}</h1>${body.join('')}</body></html>`,
  ].join('')
  return { status, html }
}

function nameOf(subject: AckSubject): string {
  return subject.kind === 'incident' ? `incident ${subject.incident}` : 'this emergency page'
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').slice(0, 19).concat(' UTC')
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
