/**
 * An incoming webhook as Slack has it, and as Mattermost, Rocket.Chat and Discord (`/slack`) take it. In Slack's own
 * form three characters have a meaning; the others also ring at `@all`, so no name is left behind an at sign.
 */
import type { SlackNotifierConfig } from '../../config/service/notifier-config.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { succeed } from '../../domain/outcome.ts'
import type { Notifier } from '../../ports/notifier/notifier.ts'
import { clipped, linesOf, linksOf, titleOf } from './plain-text.ts'
import type { Post } from './post.ts'

const textMax = 3_500
/** Of a message there. */
const discordMax = 1_900

export function createSlackNotifier({ name, url }: SlackNotifierConfig, post: Post): Notifier {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  const isDiscord = /(?:^|\.)discord(?:app)?\.com$/.test(host)
  return {
    name,
    async send(notification, signal) {
      const text = renderSlackText(notification, isDiscord ? discordMax : textMax)
      const secrets = [url, ...new URL(url).pathname.split('/').filter((part) => part.length > 8)]
      const sent = await post(
        { url, body: { text, unfurl_links: false, unfurl_media: false }, secrets },
        signal,
      )
      return sent.ok ? succeed({ reference: null }) : sent
    },
  }
}

export function renderSlackText(notification: Notification, charactersMax: number): string {
  const links = linksOf(notification).map(({ title, url }) => `<${escapeUrl(url)}|${escapeSlack(title)}>`)
  const title = `*${escapeSlack(titleOf(notification)).replaceAll('*', '∗')}*`
  const rest = charactersMax - title.length - links.join('\n').length - 10
  const text = clippedEscaped(linesOf(notification), Math.max(0, rest))
  return [title, text, ...links].filter((part) => part !== '').join('\n')
}

/** Entities for what Slack reads; for the others a character of no width that breaks mentions and hidden links. */
export function escapeSlack(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/@(?=[\p{L}\p{N}_])/gu, '@\u{200b}')
    .replaceAll('](', ']\u{200b}(')
}

/** Cut before it is escaped, so that no entity is halved. */
function clippedEscaped(text: string, charactersMax: number): string {
  let length = charactersMax
  let escaped = escapeSlack(clipped(text, Math.max(1, length)))
  while (escaped.length > charactersMax && length > 1) {
    length = Math.floor(length * 0.8)
    escaped = escapeSlack(clipped(text, Math.max(1, length)))
  }
  return escaped.length > charactersMax ? '' : escaped
}

function escapeUrl(url: string): string {
  return url.replaceAll('&', '&amp;').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C')
}
