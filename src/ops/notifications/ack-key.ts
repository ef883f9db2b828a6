/** The key that links are signed with: one for the whole service, made when it is first needed. */
import type { Settings } from '../../ports/store/settings.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'

export interface AckKey {
  /** Makes it when there is none. @throws StoreUnavailable */
  read(): Promise<string>
  /** The last one that was read here, for when the store is away. */
  remembered(): string | null
}

export const ackKeySetting = 'ack-link-key'

/** @param newKey 32 bytes of chance, hex */
export function createAckKey(settings: Settings, newKey: () => string): AckKey {
  let last: string | null = null

  async function stored(): Promise<string | null> {
    const value = await settings.read(ackKeySetting)
    return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : null
  }

  return {
    async read() {
      const known = await stored()
      // Read again after writing: of two that made one at the same time, the last one counts.
      if (known === null) await settings.write(ackKeySetting, newKey())
      last = known ?? (await stored())
      if (last === null) throw new Error('the key of links was not kept')
      return last
    },
    remembered: () => last,
  }
}

/** The one of the store, or while it is away the one that was read last; null when there was none. */
export async function currentAckKey(key: AckKey): Promise<string | null> {
  try {
    return await key.read()
  } catch (error) {
    if (error instanceof StoreUnavailable) return key.remembered()
    throw error
  }
}
