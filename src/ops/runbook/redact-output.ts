/**
 * What a command said, on its way into records that many people read: known secrets and whatever looks like one become
 * `[redacted]`, and what would move a terminal's cursor becomes visible.
 */
import { printable } from '../../domain/text/printable.ts'
import { tokenForm } from '../access/token-text.ts'

const hidden = '[redacted]'
/** Shorter texts would redact words. */
const secretLengthMin = 8

const patterns: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,16384}?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    hidden,
  ],
  [/\b(?:gh[oprsu]_[A-Za-z0-9_.-]{8,255}|github_pat_[A-Za-z0-9_]{8,255})/g, hidden],
  [new RegExp(tokenForm, 'g'), hidden],
  [/\beyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,2000}/g, hidden],
  [
    /\b((?:authorization|proxy-authorization)["']? ?[:=] ?["']?(?:[a-z]{1,20} )?)[^\s"',]{4,4000}/gi,
    `$1${hidden}`,
  ],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/]{0,200}:)[^\s@/]{1,500}@/gi, `$1${hidden}@`],
  [/\b(https?:\/\/hooks\.slack\.com\/)[A-Za-z0-9/_-]{8,200}/g, `$1${hidden}`],
  [/\b((?:password|passwd|secret|api[_-]?key|token)["']? ?[=:] ?["']?)[^\s"',]{8,500}/gi, `$1${hidden}`],
]

export type Redact = (text: string) => string

/** @param secrets exact texts, each redacted as it is and as it stands in JSON */
export function createRedact(secrets: readonly string[]): Redact {
  const exact = [...new Set(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))]
    .filter((secret) => secret.length >= secretLengthMin)
    // A longer one may hold a shorter one.
    .toSorted((one, other) => other.length - one.length)
  return (text) => {
    const known = exact.reduce((rest, secret) => rest.replaceAll(secret, hidden), text)
    const plain = patterns.reduce((rest, [pattern, written]) => rest.replaceAll(pattern, written), known)
    return plain
      .split(/\r?\n/)
      .map((line) => printable(line, { keep: 'tab' }))
      .join('\n')
  }
}
