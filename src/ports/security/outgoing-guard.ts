/**
 * The last look at a text before it leaves the service. Promise: a text that holds one of the service's own secrets, or
 * the canary that stands where a thief would look, is refused and written down as a security event.
 */
export interface OutgoingGuard {
  /** @param where for the event, e.g. `github main` @returns false: it must not be sent */
  lets(text: string, where: string): boolean
}
