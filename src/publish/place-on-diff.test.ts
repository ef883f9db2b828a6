import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commentableLines } from '../domain/diff/changed-lines.ts'
import { aHunk } from './fixtures/pull-request.ts'
import { placeOnDiff } from './place-on-diff.ts'

const place = (line: number, endLine = line, hunks = [aHunk(5, 4), aHunk(20, 3)]) =>
  placeOnDiff({ side: 'RIGHT', line, endLine }, undefined, hunks)

test('a line and a range stand where they are', () => {
  expect(place(5)).toEqual({ kind: 'line', side: 'RIGHT', startLine: null, line: 5, isWhole: true })
  expect(place(6, 8)).toMatchObject({ startLine: 6, line: 8, isWhole: true })
})

test('a range that leaves its hunk is shortened', () => {
  expect(place(7, 21)).toMatchObject({ startLine: 7, line: 8, isWhole: false })
  expect(place(8, 9)).toMatchObject({ startLine: null, line: 8, isWhole: false })
})

test('what stands nowhere says why', () => {
  expect(place(9)).toMatchObject({ reason: 'Its line is not part of the diff.' })
  expect(place(5, 5, [])).toMatchObject({ reason: 'The diff shows no lines of this file.' })
  const odd = { path: '\\xff', status: 'reviewed', reason: null, pathBase64: '/w==' } as const
  expect(placeOnDiff({ side: 'RIGHT', line: 5, endLine: 5 }, odd, [aHunk(5, 4)])).toMatchObject({
    reason: 'Its path is not UTF-8, and comments cannot name such a path.',
  })
})

test('a comment stands on lines of one hunk only, its first before its last', () => {
  const anyHunks = fc
    .array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 6 })), { maxLength: 4 })
    .map((gaps) => {
      let start = 1
      return gaps.map(([gap, count]) => {
        start += gap + 1
        const hunk = aHunk(start, count)
        start += count
        return hunk
      })
    })
  const anySide = fc.constantFrom('LEFT' as const, 'RIGHT' as const)
  fc.assert(
    fc.property(anyHunks, anySide, fc.nat(30), fc.nat(10), (hunks, side, line, more) => {
      const found = placeOnDiff({ side, line, endLine: line + more }, undefined, hunks)
      const lines = commentableLines(hunks, side)
      expect(found.kind === 'line').toBe(lines.includes(line))
      if (found.kind !== 'line') return
      expect(hunks.some((hunk) => commentableLines([hunk], side).includes(found.line))).toBe(true)
      if (found.startLine !== null) expect(found.startLine).toBeLessThan(found.line)
      const around = hunks.find((hunk) => commentableLines([hunk], side).includes(line))
      expect(commentableLines(around === undefined ? [] : [around], side)).toContain(found.line)
      if (found.isWhole) expect(found.line).toBe(line + more)
    }),
    { numRuns: 1_000 },
  )
})
