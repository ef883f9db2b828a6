/** Thrown by every call on a store that cannot be reached; nothing of that call is known to be written. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}
