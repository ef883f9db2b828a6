/** Stories of objects that are asked for many times over, of a git that dies meanwhile, and of nobody being left behind. */
import { execFileSync } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { createRepository } from '../../../test/world/repository.ts'
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { createObjectReader } from './object-reader.ts'

const missing = '0'.repeat(40) as ObjectName

function setUp() {
  const repository = createRepository()
  const large = `${'x'.repeat(300_000)}\n${missing} blob 5\n`
  repository.commit('main', { 'a.txt': 'a\n', 'empty.txt': '', 'large.txt': large })
  const nameOf = (spec: string) => repository.git('rev-parse', spec).trim() as ObjectName
  const cancel = new AbortController()
  const place = { cwd: repository.folder, env: { GIT_DIR: nameOfGit(repository.folder) } }
  const reader = createObjectReader(place, cancel.signal)
  onTestFinished(() => reader.close())
  return { reader, nameOf, large, cancel, folder: repository.folder }
}

function nameOfGit(folder: string): string {
  return execFileSync('git', ['rev-parse', '--absolute-git-dir'], { cwd: folder, encoding: 'utf8' }).trim()
}

/** Process ids of gits that work in the folder. */
function gitsOf(folder: string): readonly number[] {
  const told = execFileSync('sh', ['-c', 'for p in /proc/[0-9]*; do echo "$p $(readlink $p/cwd)"; done'], {
    encoding: 'utf8',
  })
  return told
    .split('\n')
    .filter((line) => line.endsWith(` ${folder}`))
    .map((line) => Number(/\d+/.exec(line)?.[0]))
}

test('questions at once and one after another get their own answers, from two processes', async () => {
  const { reader, nameOf, large, folder } = setUp()
  const [a, empty, big, tree] = ['main:a.txt', 'main:empty.txt', 'main:large.txt', 'main^{tree}'].map(nameOf)
  const all = [big, missing, tree, a, empty, a] as readonly ObjectName[]
  const answers = await Promise.all([reader.read(all), reader.sizes(all), reader.read([a as ObjectName])])
  const [texts, sizes, again] = answers.map((answer) => {
    if (!answer.ok) throw new Error(answer.failure.message)
    return new Map([...answer.value].map(([name, value]) => [name, String(value)]))
  })
  expect(texts).toEqual(
    new Map([
      [big, large],
      [a, 'a\n'],
      [empty, ''],
    ]),
  )
  expect(sizes).toEqual(
    new Map([
      [big, String(large.length)],
      [a, '2'],
      [empty, '0'],
    ]),
  )
  expect(again).toEqual(new Map([[a, 'a\n']]))
  expect(gitsOf(folder).length).toBe(2)
  await reader.close()
  expect(gitsOf(folder)).toEqual([])
})

test('a name that is none is not asked for', async () => {
  const { reader, nameOf } = setUp()
  const a = nameOf('main:a.txt')
  const asked = await reader.sizes([`${a}\n${a}`, 'main:a.txt', a] as unknown as readonly ObjectName[])
  expect(asked).toEqual({ ok: true, value: new Map([[a, 2]]) })
})

test('one that dies is started anew, and one that was cancelled is not', async () => {
  const { reader, nameOf, cancel, folder } = setUp()
  const a = nameOf('main:a.txt')
  await reader.read([a])
  for (const pid of gitsOf(folder)) process.kill(pid, 'SIGKILL')
  expect(await reader.read([a])).toMatchObject({ ok: false, failure: { kind: 'git-failed' } })
  expect(await reader.read([a])).toMatchObject({ ok: true })
  cancel.abort()
  expect(await reader.read([a])).toMatchObject({ ok: false, failure: { kind: 'timed-out' } })
})
