export interface Session {
  readonly user: string
  readonly expires: number
}

export function isLive(session: Session, now: number): boolean {
  return session.expires > now
}
