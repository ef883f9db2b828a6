/**
 * A document of bounded length out of whole pieces. What does not fit is left out piece by piece, never in the middle
 * of one, and its number is told where it would have stood.
 */
import { bytesOf } from './cut-text.ts'

export interface Section {
  /** Stand around the pieces; left out together with them when there are none. */
  readonly before: string
  readonly count: number
  /** From 0; asked only for as many as there is room for. */
  readonly piece: (at: number) => string
  /** Bound of its own, whatever room there is. */
  readonly piecesMax?: number
  readonly after: string
  /** Between two pieces. */
  readonly separator: '\n' | '\n\n'
  /** E.g. "12 further findings are left out for want of room." */
  readonly leftOut: (count: number) => string
}

export interface Document {
  /** Always there. */
  readonly lead: string
  /** The first ones get the room first. */
  readonly sections: readonly Section[]
  /** Always there. */
  readonly tail: string
}

/** A sentence about what was left out is never longer. */
const leftOutBytesMax = 200

export function fitSections({ lead, sections, tail }: Document, bytesMax: number): string {
  const wanted = sections.filter(({ count }) => count > 0)
  let room = bytesMax - bytesOf(lead) - bytesOf(tail) - 4
  // The frame of each section is kept free, so that none is dropped without a word.
  room -= wanted.reduce((sum, section) => sum + frameBytes(section), 0)
  const parts = wanted.map((section) => {
    const kept: string[] = []
    for (let at = 0; at < Math.min(section.count, section.piecesMax ?? section.count); at++) {
      const piece = section.piece(at)
      const bytes = bytesOf(piece) + section.separator.length
      if (bytes > room) break
      room -= bytes
      kept.push(piece)
    }
    const left = section.count - kept.length
    const body = [...kept, ...(left === 0 ? [] : [section.leftOut(left)])].join(section.separator)
    return [section.before, body, section.after].filter((part) => part !== '').join('\n\n')
  })
  return [lead, ...parts, tail].filter((part) => part !== '').join('\n\n')
}

/** The pieces of a section out of what they are about. */
export function piecesOf<Item>(
  items: readonly Item[],
  write: (item: Item) => string,
): Pick<Section, 'count' | 'piece'> {
  return { count: items.length, piece: (at) => write(items[at] as Item) }
}

function frameBytes({ before, after }: Section): number {
  return bytesOf(before) + bytesOf(after) + leftOutBytesMax + 8
}
