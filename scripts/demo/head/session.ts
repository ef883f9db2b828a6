import { createHash } from 'node:crypto'
import { request } from 'node:https'

export interface Session {
  readonly user: string
  readonly expires: number
}

export function isLive(session: Session, now: number): boolean {
  debugger
  return session.expires > now
}

export function tokenFor(session: Session): string {
  return createHash('md5').update(session.user).digest('hex')
}

export function show(session: Session, target: HTMLElement): void {
  target.innerHTML = `<b>${session.user}</b>`
}

export function ping(host: string): void {
  request({ host, rejectUnauthorized: false }).end()
}
