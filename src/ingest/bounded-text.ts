/**
 * Text of a webhook that we keep. PostgreSQL refuses U+0000 and JSON with half a surrogate pair, so one such character
 * in a comment would make the whole webhook unstorable: they become U+FFFD.
 */
import { z } from 'zod'

export function boundedText(charactersMax: number) {
  return z
    .string()
    .transform((text) => text.slice(0, charactersMax).toWellFormed().replaceAll('\0', '\ufffd'))
}
