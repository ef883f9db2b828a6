/**
 * The cookie of a session. Its name begins with `__Host-`, so browsers take it from this host alone, over TLS alone
 * (or from the machine itself), for every path; no script reads it and no other site's request carries it.
 */
export const cookieName = '__Host-autogen-session'
const charactersMax = 4_096

export function sessionCookie(secret: string, expiresAt: number): string {
  const expires = new Date(expiresAt).toUTCString()
  return `${cookieName}=${secret}; Path=/; Secure; HttpOnly; SameSite=Strict; Expires=${expires}`
}

export function endedSessionCookie(): string {
  return `${cookieName}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0`
}

/** @returns what the cookie holds; null without one */
export function sessionIn(header: string | undefined): string | null {
  if (header === undefined || header.length > charactersMax) return null
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === cookieName) return pair.slice(at + 1).trim()
  }
  return null
}
