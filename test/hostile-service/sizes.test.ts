/** Changes that are too large to be read whole: something is said of all of it, and nothing is green. */
import { randomBytes } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { plantedPython } from '../hostile/planted.ts'
import { shareService } from './hostile-service.ts'

vi.setConfig({ testTimeout: 120_000 })

const shared = shareService()
const mebibyte = 1_048_576

test('more files than one review reads: the rest is counted, and the check is not green', async () => {
  const { open, reviewed } = shared()
  const files = Object.fromEntries(
    Array.from({ length: 3_200 }, (_, at) => [`src/f${String(at).padStart(4, '0')}.py`, `x = ${at}\n`]),
  )
  const { repo, number } = await open({ name: 'many', files })
  const { checkRuns, issueComments, threads } = await reviewed(repo, number)
  expect(checkRuns[0]?.conclusion).toBe('neutral')
  expect(checkRuns[0]?.output.title).toContain('could not be reviewed in full')
  expect(issueComments[0]?.body).toContain('### Not reviewed in full')
  expect(threads).toEqual([])
})

test('more lines than the host shows of a pull request are reviewed all the same', async () => {
  const { open, reviewed } = shared()
  const text = Array.from({ length: 25_000 }, (_, at) => `value_${at} = ${at}\n`).join('')
  const { repo, number } = await open({ name: 'lines', files: { 'long.py': text + plantedPython } })
  const { checkRuns, threads } = await reviewed(repo, number)
  expect(checkRuns[0]?.conclusion).toBe('failure')
  expect(threads.map(({ path, line }) => `${path}:${line}`)).toEqual(['long.py:25005'])
})

test('blobs of 32 MB are neither fetched nor called reviewed', async () => {
  const { open, reviewed, root } = shared()
  const { repo, number } = await open({
    name: 'blobs',
    files: {
      // Thirty times what a file may have; written out, either of the first two would pass the bound below.
      'zeros.py': Buffer.alloc(32 * mebibyte, 'x = 1\n'),
      'noise.bin': randomBytes(24 * mebibyte),
      'one-line.js': Buffer.concat([
        Buffer.from('var a="'),
        Buffer.alloc(8 * mebibyte, 'y'),
        Buffer.from('"\n'),
      ]),
      'fine.py': 'x = 1\n',
    },
  })
  const { checkRuns } = await reviewed(repo, number)
  expect(checkRuns[0]?.conclusion).toBe('neutral')
  expect(checkRuns[0]?.output.summary).toContain('zeros.py')
  expect(bytesBelow(root)).toBeLessThan(20 * mebibyte)
})

function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, { parentPath, name }) =>
        sum + (statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    )
}
