import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, cutText, oneLine } from './cut-text.ts'
import { fitSections, piecesOf, type Section } from './fit-sections.ts'

const aSection = (pieces: readonly string[]): Section => ({
  before: '### List',
  ...piecesOf(pieces, (piece) => piece),
  after: '',
  separator: '\n',
  leftOut: (count) => `- ${count} more`,
})

test('everything that fits is there, empty sections are not', () => {
  const document = { lead: 'lead', sections: [aSection(['- a', '- b']), aSection([])], tail: 'tail' }
  expect(fitSections(document, 1_000)).toBe('lead\n\n### List\n\n- a\n- b\n\ntail')
})

test('what does not fit is left out whole and counted; the tail stays', () => {
  const pieces = Array.from({ length: 40 }, (_, at) => `- ${at} ${'x'.repeat(20)}`)
  const text = fitSections({ lead: 'lead', sections: [aSection(pieces)], tail: 'tail' }, 600)
  expect(bytesOf(text)).toBeLessThanOrEqual(600)
  const kept = text.split('\n').filter((line) => /^- \d+ x{20}$/.test(line)).length
  expect(text).toContain(`- ${40 - kept} more`)
  expect(text.endsWith('\n\ntail')).toBe(true)
})

test('no document is longer than its bound, and no text is cut within a character', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 300 })), fc.nat(2_000), (pieces, more) => {
      const bound = 800 + more
      expect(
        bytesOf(fitSections({ lead: 'l', sections: [aSection(pieces)], tail: 't' }, bound)),
      ).toBeLessThanOrEqual(bound)
      for (const piece of pieces) {
        expect(bytesOf(cutText(piece, 20))).toBeLessThanOrEqual(20)
        expect(cutText(piece, 20).isWellFormed()).toBe(true)
        expect(oneLine(piece, 20)).not.toContain('\n')
      }
    }),
  )
})
