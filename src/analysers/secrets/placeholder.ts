/** Tells what a machine made from what a person wrote to stand for it. */

const words =
  /example|sample|dummy|fake|placeholder|changeme|change[-_.]?(?:it|this|me)|replace[-_.]?(?:it|this|me|with)|your[-_.]|my[-_.]?(?:secret|password|token|key)|insert|todo|fixme|redacted|removed|hidden|xxxx|\*\*\*|\.\.\.|foobar|foo[-_]?bar|lorem|deadbeef|cafebabe|123456|abcdef|qwerty|testing|(?:^|[-_.])(?:test|mock|stub|invalid|none|null|undefined|default|unknown|secret|password|passwd|token)(?:[-_.]|$)/i

/** Filled in later by a shell, a template or a build. */
const filledIn = /\$[({A-Za-z_]|%[({][\w.]|%\w+%|\{\{|<[A-Za-z_]|^\{[\w.]*\}|#\{|__\w+__|\[\[/

/**
 * For a value that is only a secret by its name or place. A token with a form of its own is judged by `isMadeUp`,
 * since chance puts `test` into real ones.
 */
export function isPlaceholder(value: string): boolean {
  return words.test(value) || filledIn.test(value) || isMonotonous(value)
}

/** Documentation's own values end in EXAMPLE; the rest of what is made up has one letter again and again, or an ellipsis. */
export function isMadeUp(token: string): boolean {
  return (
    /example|placeholder|x{6}|\*{3}|\.{3}|redacted|your[-_]?(?:api|token|key|secret)/i.test(token) ||
    isMonotonous(token)
  )
}

function isMonotonous(value: string): boolean {
  const last = value.slice(-24)
  return (
    new Set(last.toLowerCase()).size <= Math.max(2, last.length / 6) || hasLongRun(value) || isCounting(last)
  )
}

function hasLongRun(value: string): boolean {
  return /(.)\1{6}/.test(value.slice(0, 400))
}

/** `0123456789abcdef` and the like: nearly every character follows the one before. */
function isCounting(value: string): boolean {
  let following = 0
  for (let at = 1; at < value.length; at++) {
    const step = value.charCodeAt(at) - value.charCodeAt(at - 1)
    if (step === 1 || step === 0) following++
  }
  return value.length >= 8 && following > value.length * 0.6
}

/** Shannon entropy in bits a character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>()
  for (const unit of value) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length)
  return bits
}
