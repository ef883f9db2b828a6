import { expect, test } from 'vitest'
import { changedText, listed, observationsOf } from '../../../test/world/analysed-text.ts'
import { conflictMarkers } from './conflict-markers.ts'

const ours = '<'.repeat(7)
const base = '|'.repeat(7)
const divider = '='.repeat(7)
const theirs = '>'.repeat(7)

async function told(path: string, ...lines: readonly string[]): Promise<readonly string[]> {
  const observations = await observationsOf(conflictMarkers, changedText(path, `${lines.join('\n')}\n`))
  return listed(observations).map((line) => line.split(' ').slice(0, 3).join(' '))
}

test('a conflict is told once, at its first marker', async () => {
  expect(await told('a.ts', 'a', `${ours} HEAD`, 'b', divider, 'c', `${theirs} topic`, 'd')).toEqual([
    '2:1-2:13 high unresolved',
  ])
})

test('so is one that shows the common ancestor, one with CR at its ends, and each of two', async () => {
  const conflict = [`${ours} HEAD`, 'b', `${base} 1a2b3c`, 'x', divider, 'c', `${theirs} topic`]
  expect(await told('a.yml', ...conflict)).toEqual(['1:1-1:13 high unresolved'])
  expect(await told('a.yml', ...conflict.map((line) => `${line}\r`))).toEqual(['1:1-1:13 high unresolved'])
  expect(await told('a.yml', ...conflict, ...conflict)).toHaveLength(2)
})

test('a marker that was left behind is told, whichever end it is of', async () => {
  expect(await told('a.py', `${ours} HEAD`, 'a = 1')).toEqual(['1:1-1:13 high leftover-marker'])
  expect(await told('a.py', 'a = 1', `${theirs} topic`)).toEqual(['2:1-2:14 high leftover-marker'])
})

test('headings, shifts and quotes are none', async () => {
  expect(await told('README.rst', 'Chapter', divider, 'Text')).toEqual([])
  expect(await told('README.md', 'Chapter', divider, `${theirs} quoted seven deep`)).toEqual([])
  expect(await told('a.js', `a ${ours} b`, '<<<<<<<<< x')).toEqual([])
})

test('documentation may show one in a fence, and a test in a string', async () => {
  const conflict = [`${ours} HEAD`, 'b', divider, 'c', `${theirs} topic`]
  expect(await told('README.md', '```', ...conflict, '```')).toEqual([])
  expect(await told('a_test.go', 'const input = `', ...conflict, '`')).toEqual([])
  expect(await told('README.md', ...conflict)).toHaveLength(1)
})

test('lock files are read too', () => {
  expect(conflictMarkers.reads({ path: 'package-lock.json', language: 'json', role: 'lock' })).toBe(true)
})
