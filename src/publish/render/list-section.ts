/** Lists of a comment, open or folded, each of which says how much of it there was no room for. */
import type { Section } from '../../domain/markdown/fit-sections.ts'

export type Pieces = Pick<Section, 'count' | 'piece'>

export function list(before: string, pieces: Pieces, noun: string): Section {
  return {
    before,
    ...pieces,
    after: '',
    separator: '\n',
    leftOut: (count) => `- ${leftOutWords(count, noun)}`,
  }
}

export function folded(title: string, pieces: Pieces, noun: string, piecesMax = pieces.count): Section {
  return {
    ...list(`<details><summary>${title} (${pieces.count})</summary>`, pieces, noun),
    piecesMax,
    after: '</details>',
  }
}

function leftOutWords(count: number, noun: string): string {
  return count === 1
    ? `One more ${noun} is not listed for want of room.`
    : `${count} more ${noun}s are not listed for want of room.`
}
