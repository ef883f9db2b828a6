import { describe, expect, test } from 'vitest'
import { changedLines, commentableLines, hunkAround, unbrokenEnd } from './changed-lines.ts'
import { parsePatch } from './parse-patch.ts'

const patch = [
  'diff --git a/x b/x',
  '--- a/x',
  '+++ b/x',
  '@@ -2,4 +2,5 @@',
  ' two',
  '-three',
  '+THREE',
  '+and a half',
  ' four',
  ' five',
  '@@ -20,3 +21,2 @@',
  ' twenty',
  '-twenty one',
  ' twenty two',
  '',
].join('\n')
const hunks = parsePatch(patch)[0]?.hunks ?? []

describe('lines of a patch', () => {
  test('that the change made', () => {
    expect(changedLines(hunks, 'RIGHT')).toEqual([3, 4])
    expect(changedLines(hunks, 'LEFT')).toEqual([3, 21])
  })

  test('that a comment may stand on: context too', () => {
    expect(commentableLines(hunks, 'RIGHT')).toEqual([2, 3, 4, 5, 6, 21, 22])
    expect(commentableLines(hunks, 'LEFT')).toEqual([2, 3, 4, 5, 20, 21, 22])
  })

  test.each([
    ['RIGHT', 2, 6, 0],
    ['RIGHT', 6, 6, 0],
    ['RIGHT', 6, 7, null],
    ['RIGHT', 1, 2, null],
    ['RIGHT', 5, 21, null],
    ['RIGHT', 22, 22, 1],
    ['RIGHT', 23, 23, null],
    ['RIGHT', 4, 3, null],
    ['LEFT', 5, 5, 0],
    ['LEFT', 6, 6, null],
    ['LEFT', 20, 22, 1],
  ] as const)('%s %i-%i stand in hunk %s', (side, line, endLine, at) => {
    expect(hunkAround(hunks, side, line, endLine)).toBe(at === null ? null : hunks[at])
  })

  test('a hunk that only removes holds no line of the head', () => {
    const removal = parsePatch('diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n-x\n')[0]?.hunks ?? []
    expect(hunkAround(removal, 'RIGHT', 0, 0)).toBeNull()
    expect(changedLines(removal, 'LEFT')).toEqual([1])
  })

  test('an unbroken run ends at the first gap or where it was told to', () => {
    const lines = new Set([3, 4, 5, 7])
    expect([unbrokenEnd(lines, 3, 9), unbrokenEnd(lines, 3, 4), unbrokenEnd(lines, 7, 7)]).toEqual([5, 4, 7])
  })
})
