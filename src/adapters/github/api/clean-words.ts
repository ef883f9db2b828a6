/** What a server says, made fit for a log line: short, on one line, without anything that looks like a credential. */
const lengthMax = 300
const credentials =
  /\b(?:gh[a-z]_[A-Za-z0-9_]{10,255}|github_pat_[A-Za-z0-9_]{10,255}|eyJ[A-Za-z0-9_-]{10,4000}(?:\.[A-Za-z0-9_-]{1,4000}){0,2}|v1\.[0-9a-f]{40})|\b(?:bearer|token)\s+[^\s"',]{8,4000}/gi

export function cleanWords(text: string): string {
  const line = text
    .slice(0, lengthMax * 20)
    .replace(credentials, '[redacted]')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  return line.length > lengthMax ? `${line.slice(0, lengthMax)}...` : line
}
