/** Who does something to the service, and what they may do. */
export const accessRoles = ['viewer', 'responder', 'admin'] as const
/** Each may do what the one before may: look; act on incidents and reversible things; everything. */
export type AccessRole = (typeof accessRoles)[number]

export interface Actor {
  /** A person's or a token's name, or `autogen-bot` for what it does by itself. */
  readonly name: string
  readonly role: AccessRole
  readonly via: 'cli' | 'api' | 'link' | 'chat' | 'alertmanager' | 'itself'
}

export function may({ role }: Actor, needed: AccessRole): boolean {
  return accessRoles.indexOf(role) >= accessRoles.indexOf(needed)
}

/** The service when nobody asked it. */
export const itself: Actor = { name: 'autogen-bot', role: 'admin', via: 'itself' }
