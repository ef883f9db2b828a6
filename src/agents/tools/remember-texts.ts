/** Blobs as texts, read once; the longest unused are let go, so that a long dialogue stays small. */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { decodeText } from '../../domain/text/decode-text.ts'
import type { Snapshot } from '../../ports/source/source.ts'

export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'too-large'; readonly bytes: number }

export interface RememberedTexts {
  /** Those that could be read. */
  read(objects: readonly ObjectName[]): Promise<ReadonlyMap<ObjectName, FileText>>
}

const charactersMax = 16 * 1_048_576
/** Of what one question reads anew; objects beyond it are absent from the answer. */
const bytesPerReadMax = 32 * 1_048_576

export function rememberTexts(snapshot: Snapshot, fileBytesMax: number): RememberedTexts {
  const known = new Map<ObjectName, FileText>()
  let characters = 0

  function remember(object: ObjectName, text: FileText) {
    known.set(object, text)
    characters += sizeOf(text)
    for (const [oldest, old] of known) {
      if (characters <= charactersMax || oldest === object) return
      known.delete(oldest)
      characters -= sizeOf(old)
    }
  }

  return {
    async read(objects) {
      const found = new Map<ObjectName, FileText>()
      const missing: ObjectName[] = []
      for (const object of objects) {
        const text = known.get(object)
        if (text === undefined) missing.push(object)
        else {
          // The last used stands last.
          known.delete(object)
          known.set(object, text)
          found.set(object, text)
        }
      }
      for (const [object, text] of await readAnew(snapshot, missing, fileBytesMax)) {
        found.set(object, text)
        remember(object, text)
      }
      return found
    },
  }
}

async function readAnew(
  snapshot: Snapshot,
  objects: readonly ObjectName[],
  fileBytesMax: number,
): Promise<ReadonlyMap<ObjectName, FileText>> {
  const found = new Map<ObjectName, FileText>()
  if (objects.length === 0) return found
  const sizes = await snapshot.sizes(objects)
  if (!sizes.ok) return found
  const small: ObjectName[] = []
  let bytesLeft = bytesPerReadMax
  for (const object of objects) {
    const bytes = sizes.value.get(object)
    if (bytes === undefined) continue
    if (bytes > fileBytesMax) found.set(object, { kind: 'too-large', bytes })
    else if (bytes <= bytesLeft) {
      bytesLeft -= bytes
      small.push(object)
    }
  }
  if (small.length === 0) return found
  const contents = await snapshot.read(small)
  if (!contents.ok) return found
  for (const object of small) {
    const bytes = contents.value.get(object)
    if (bytes !== undefined) found.set(object, textOf(bytes))
  }
  return found
}

function textOf(bytes: Buffer): FileText {
  const decoded = decodeText(bytes)
  return decoded.kind === 'binary' ? { kind: 'binary' } : { kind: 'text', text: decoded.text }
}

function sizeOf(text: FileText): number {
  return text.kind === 'text' ? text.text.length : 0
}
