import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changedLines } from './changed-lines.ts'
import type { FilePatch } from './hunk.ts'
import { parsePatch } from './parse-patch.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'autogen-bot-patch-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lines that look like a patch's own headers, blanks, odd bytes, and a few words that repeat. */
const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', '', '}', '  return x') },
  fc.constantFrom(
    '--- a/x',
    '+++ b/x',
    '@@ -1,2 +1,2 @@',
    'diff --git a/x b/x',
    '\\ No newline at end of file',
    '-',
    '+',
    ' ',
  ),
  fc.string({
    maxLength: 12,
    unit: fc
      .integer({ min: 1, max: 255 })
      .filter((c) => c !== 10)
      .map((c) => String.fromCharCode(c)),
  }),
)
const file = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''))
/** Random edits rather than two unrelated files: a copy of the first with pieces cut, put in and doubled. */
const edited = fc
  .tuple(
    fc.array(line, { maxLength: 60 }),
    fc.array(fc.tuple(fc.nat(60), fc.nat(4), fc.array(line, { maxLength: 4 })), { maxLength: 5 }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([lines, edits, oldEnds, newEnds]) => {
    const after = [...lines]
    for (const [at, cut, put] of edits) after.splice(Math.min(at, after.length), cut, ...put)
    const text = (parts: string[], ends: boolean) => parts.join('\n') + (ends && parts.length > 0 ? '\n' : '')
    return [text(lines, oldEnds), text(after, newEnds)] as const
  })

function gitDiff(before: string, after: string, context: number): string {
  writeFileSync(join(folder, 'before'), Buffer.from(before, 'latin1'))
  writeFileSync(join(folder, 'after'), Buffer.from(after, 'latin1'))
  const args = [
    'diff',
    '--no-index',
    '--text',
    '--full-index',
    '--no-color',
    `-U${context}`,
    'before',
    'after',
  ]
  return spawnSync('git', args, { cwd: folder, maxBuffer: 1e8 }).stdout.toString('latin1')
}

function textOf(patch: FilePatch, side: 'old' | 'new'): string {
  let text = ''
  for (const hunk of patch.hunks) {
    for (const { kind, text: content, endsWithoutNewline } of hunk.lines) {
      if (kind === (side === 'old' ? 'added' : 'removed')) continue
      text += content + (endsWithoutNewline ? '' : '\n')
    }
  }
  return text
}

describe('what git prints for two files', () => {
  test('with all of its context, the hunks give back both files', () => {
    fc.assert(
      fc.property(fc.oneof(edited, fc.tuple(file, file)), ([before, after]) => {
        fc.pre(before !== after)
        const [patch, ...others] = parsePatch(gitDiff(before, after, 1_000_000))
        expect(others).toEqual([])
        expect(textOf(patch as FilePatch, 'old')).toBe(before)
        expect(textOf(patch as FilePatch, 'new')).toBe(after)
      }),
      { numRuns: 150 },
    )
  })

  test('with three lines of context, hunks say where they stand, and the rest of both files is equal', () => {
    fc.assert(
      fc.property(edited, ([before, after]) => {
        fc.pre(before !== after)
        const hunks = parsePatch(gitDiff(before, after, 3))[0]?.hunks ?? []
        const oldLines = before.split('\n')
        const newLines = after.split('\n')
        for (const { lines, oldStart, oldCount, newStart, newCount } of hunks) {
          for (const { oldLine, newLine, text } of lines) {
            if (oldLine !== null) expect(oldLines[oldLine - 1]).toBe(text)
            if (newLine !== null) expect(newLines[newLine - 1]).toBe(text)
          }
          const olds = lines.flatMap(({ oldLine }) => (oldLine === null ? [] : [oldLine]))
          const news = lines.flatMap(({ newLine }) => (newLine === null ? [] : [newLine]))
          expect(olds).toEqual(Array.from({ length: oldCount }, (_, at) => oldStart + at))
          expect(news).toEqual(Array.from({ length: newCount }, (_, at) => newStart + at))
        }
        const removed = new Set(changedLines(hunks, 'LEFT'))
        const added = new Set(changedLines(hunks, 'RIGHT'))
        const lastOld = before.endsWith('\n') || before === '' ? oldLines.length - 1 : oldLines.length
        const lastNew = after.endsWith('\n') || after === '' ? newLines.length - 1 : newLines.length
        expect(oldLines.slice(0, lastOld).filter((_, at) => !removed.has(at + 1))).toEqual(
          newLines.slice(0, lastNew).filter((_, at) => !added.has(at + 1)),
        )
      }),
      { numRuns: 150 },
    )
  })
})

describe('headers', () => {
  const hunk = '@@ -1 +1 @@\n-x\n+y\n'

  test.each([
    ['a plain name', 'diff --git a/x b/x\nindex 11..22 100644\n--- a/x\n+++ b/x\n', 'x', 'x'],
    [
      'a name that holds " b/"',
      'diff --git a/x b/y b/x b/y\nindex 11..22 100644\n--- a/x b/y\t\n+++ b/x b/y\t\n',
      'x b/y',
      'x b/y',
    ],
    [
      'a quoted name',
      'diff --git "a/t\\tq\\"\\303\\251\\\\" "b/t\\tq\\"\\303\\251\\\\"\n--- "a/t\\tq\\"\\303\\251\\\\"\n+++ "b/t\\tq\\"\\303\\251\\\\"\n',
      't\tq"\u00c3\u00a9\\',
      't\tq"\u00c3\u00a9\\',
    ],
    [
      'one quoted name of two',
      'diff --git a/plain "b/\\001"\nsimilarity index 90%\nrename from plain\nrename to "\\001"\n--- a/plain\n+++ "b/\\001"\n',
      'plain',
      '\u0001',
    ],
    [
      'a quoted name first',
      'diff --git "a/\\001" b/plain\nrename from "\\001"\nrename to plain\n',
      '\u0001',
      'plain',
    ],
    [
      'a rename',
      'diff --git a/old b/new\nsimilarity index 90%\nrename from old\nrename to new\n--- a/old\n+++ b/new\n',
      'old',
      'new',
    ],
    ['a copy', 'diff --git a/old b/new\nsimilarity index 90%\ncopy from old\ncopy to new\n', 'old', 'new'],
    [
      'an added file',
      'diff --git a/x b/x\nnew file mode 100644\nindex 000000..22\n--- /dev/null\n+++ b/x\n',
      null,
      'x',
    ],
    [
      'a deleted file',
      'diff --git a/x b/x\ndeleted file mode 100644\nindex 11..000000\n--- a/x\n+++ /dev/null\n',
      'x',
      null,
    ],
    ['an empty added file', 'diff --git a/x b/x\nnew file mode 100644\nindex 000000..22\n', null, 'x'],
  ])('%s', (_, header, oldPath, newPath) => {
    const [patch] = parsePatch(header + (header.includes('+++') ? hunk : ''))
    expect([patch?.oldPath, patch?.newPath]).toEqual([oldPath, newPath])
  })

  test('objects are named, and the null object is none', () => {
    const [patch] = parsePatch(
      'diff --git a/x b/x\nnew file mode 100644\nindex 0000..22ab\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+y\n',
    )
    expect([patch?.oldObject, patch?.newObject]).toEqual([null, '22ab'])
    expect(patch?.hunks[0]?.lines).toEqual([
      { kind: 'added', oldLine: null, newLine: 1, text: 'y', endsWithoutNewline: false },
    ])
  })

  test('a binary file has no lines and says so; a mode change has none and does not', () => {
    const patches = parsePatch(
      'diff --git a/p b/p\nindex 11..22 100644\nBinary files a/p and b/p differ\n' +
        'diff --git a/q b/q\nold mode 100644\nnew mode 100755\n' +
        'diff --git a/r b/r\nindex 11..22\nGIT binary patch\nliteral 1\nIcn\n',
    )
    expect(patches.map(({ newPath, isBinary, hunks }) => [newPath, isBinary, hunks.length])).toEqual([
      ['p', true, 0],
      ['q', false, 0],
      ['r', true, 0],
    ])
  })

  test('two files, the first of which ends without a line feed', () => {
    const patches = parsePatch(
      `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\ndiff --git a/z b/z\n--- a/z\n+++ b/z\n${hunk}`,
    )
    expect(patches.map((patch) => patch.hunks[0]?.lines.map((l) => [l.text, l.endsWithoutNewline]))).toEqual([
      [
        ['x', true],
        ['y', true],
      ],
      [
        ['x', false],
        ['y', false],
      ],
    ])
  })

  test('text before the first file and an empty patch are no files', () => {
    expect(parsePatch('')).toEqual([])
    expect(parsePatch('warning: something\n@@ -1 +1 @@\n-x\n+y\n')).toEqual([])
  })
})
