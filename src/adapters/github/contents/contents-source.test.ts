/** A change read through the API, when git is refused. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ObjectName } from '../../../domain/change/changed-entry.ts'
import { changedLines } from '../../../domain/diff/changed-lines.ts'
import { pathOfText, printPath } from '../../../domain/path/path-bytes.ts'
import {
  base,
  head,
  hostFor,
  pullAnswer,
  pullRequest,
  type Reaction,
  type ScriptedGitHub,
  startScriptedGitHub,
} from '../fixtures/scripted-github.ts'

let github: ScriptedGitHub
const { signal } = new AbortController()
const mergeBase = 'c'.repeat(40)
const request = { base, head: { kind: 'ref', ref: head } } as const
const repo = '/api/v3/repos/octo/shop'

beforeEach(async () => {
  github = await startScriptedGitHub()
})
afterEach(async () => {
  await github.close()
})

type Files = Readonly<Record<string, { readonly text: string; readonly mode?: string }>>

interface World {
  readonly before: Files
  readonly after: Files
  readonly listed: readonly unknown[]
  readonly pages?: number
}

function sha(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

function tree(files: Files): Reaction {
  const nodes = Object.entries(files).map(([path, { text, mode = '100644' }]) => ({
    path,
    mode,
    type: 'blob',
    sha: sha(text),
    size: text.length,
  }))
  return { body: { sha: 'x', truncated: false, tree: nodes } }
}

/** GitHub as far as a change needs it; undefined for the rest. */
function serve(
  { before, after, listed, pages = 1 }: World,
  first?: (path: string) => Reaction | undefined,
): void {
  const texts = new Map(
    [...Object.values(before), ...Object.values(after)].map(({ text }) => [sha(text), text]),
  )
  github.answer(({ path }) => {
    const own = first?.(path)
    if (own !== undefined) return own
    if (path === `${repo}/pulls/7`) return { body: pullAnswer() }
    if (path.startsWith(`${repo}/compare/${base}...${head}?`))
      return { body: { merge_base_commit: { sha: mergeBase } } }
    if (path.startsWith(`${repo}/git/trees/${head}`)) return tree(after)
    if (path.startsWith(`${repo}/git/trees/`)) return tree(before)
    if (path.startsWith(`${repo}/pulls/7/files`)) {
      const page = Number(/[?&]page=(\d+)/.exec(path)?.[1])
      const headers = page < pages ? { link: `<${github.url}/next>; rel="next"` } : {}
      return { body: listed, headers: headers as Record<string, string> }
    }
    const blob = texts.get(path.slice(`${repo}/git/blobs/`.length))
    return blob === undefined
      ? undefined
      : { body: { encoding: 'base64', content: Buffer.from(blob).toString('base64') } }
  })
}

async function open() {
  const opened = await hostFor(github.url).contents.source(pullRequest).open(request, signal)
  if (!opened.ok) throw new Error(opened.failure.message)
  return opened.value
}

const world: World = {
  before: {
    'a.ts': { text: 'one\n' },
    'old.ts': { text: 'moved\n' },
    'gone.ts': { text: 'gone\n' },
    'same.ts': { text: 's' },
  },
  after: {
    'a.ts': { text: 'one\ntwö\n' },
    'new.ts': { text: 'moved\n' },
    'run.sh': { text: '#!/bin/sh\n', mode: '100755' },
    'same.ts': { text: 's' },
  },
  listed: [
    { filename: 'run.sh', status: 'added', patch: '@@ -0,0 +1 @@\n+#!/bin/sh' },
    { filename: 'a.ts', status: 'modified', patch: '@@ -1 +1,2 @@\n one\n+twö' },
    { filename: 'new.ts', previous_filename: 'old.ts', status: 'renamed' },
    { filename: 'gone.ts', status: 'removed', patch: '@@ -1 +0,0 @@\n-gone' },
  ],
}

test('entries, sizes, lines and contents are those of the change', async () => {
  serve(world)
  const snapshot = await open()
  expect([snapshot.base, snapshot.head, snapshot.mergeBase]).toEqual([base, head, mergeBase])
  expect(
    snapshot.entries.map(({ path, previousPath, status, head: now }) => [
      printPath(path).text,
      previousPath === null ? null : printPath(previousPath).text,
      status,
      now?.kind ?? null,
    ]),
  ).toEqual([
    ['a.ts', null, 'modified', 'file'],
    ['gone.ts', null, 'deleted', null],
    ['new.ts', 'old.ts', 'renamed', 'file'],
    ['run.sh', null, 'added', 'executable'],
  ])
  const patches = await snapshot.patches({ wants: () => true, fileBytesMax: 1_000 })
  const lines = snapshot.entries.map((entry) => {
    const hunks = (patches.ok ? patches.value.get(entry)?.hunks : undefined) ?? []
    return [changedLines(hunks, 'RIGHT'), changedLines(hunks, 'LEFT')]
  })
  expect(lines).toEqual([
    [[2], []],
    [[], [1]],
    [[], []],
    [[1], []],
  ])
  const object = snapshot.entries[0]?.head?.object as ObjectName
  const sizes = await snapshot.sizes([object])
  expect(sizes.ok ? sizes.value.get(object) : sizes).toBe(8)
  const contents = await snapshot.read([object])
  expect(contents.ok ? contents.value.get(object)?.toString() : contents).toBe('one\ntwö\n')
})

test('files of base and head are read by path, within their bound', async () => {
  serve(world)
  const snapshot = await open()
  expect(await snapshot.readBaseFile(pathOfText('gone.ts'), 100)).toEqual({
    ok: true,
    value: Buffer.from('gone\n'),
  })
  expect(await snapshot.readHeadFile(pathOfText('gone.ts'), 100)).toEqual({ ok: true, value: null })
  expect(await snapshot.readHeadFile(pathOfText('a.ts'), 3)).toEqual({ ok: true, value: null })
  // Both trees were listed already.
  const asked = github.heard.length
  const [now, before] = [await snapshot.headTree(), await snapshot.baseTree()]
  expect(now.ok && now.value?.map(({ path }) => path)).toEqual(['a.ts', 'new.ts', 'run.sh', 'same.ts'])
  expect(before.ok && before.value?.map(({ path }) => path)).toEqual(['a.ts', 'gone.ts', 'old.ts', 'same.ts'])
  expect(github.heard.length).toBe(asked)
})

test('what lies beyond the 3,000 listed files is found in the trees', async () => {
  serve({ ...world, listed: world.listed.slice(0, 1), pages: 99 })
  const snapshot = await open()
  expect(snapshot.entries.map(({ path, status }) => [printPath(path).text, status])).toEqual([
    ['a.ts', 'modified'],
    ['gone.ts', 'deleted'],
    ['new.ts', 'added'],
    ['old.ts', 'deleted'],
    ['run.sh', 'added'],
  ])
})

test('a tree that is cut short is walked folder by folder', async () => {
  const text = 'deep\n'
  const object = sha(text)
  serve(
    { before: {}, after: { 'x/y/z.ts': { text } }, listed: [{ filename: 'x/y/z.ts', status: 'added' }] },
    (path) => {
      const name = path.slice(`${repo}/git/trees/`.length)
      const folder = (child: string, of: string) => ({
        body: { truncated: false, tree: [{ path: child, mode: '040000', sha: of.repeat(40) }] },
      })
      if (name.endsWith('?recursive=1') && name.startsWith(head))
        return { body: { truncated: true, tree: [] } }
      if (name === head) return folder('x', '1')
      if (name === '1'.repeat(40)) return folder('y', '2')
      if (name !== '2'.repeat(40)) return undefined
      return { body: { truncated: false, tree: [{ path: 'z.ts', mode: '100644', sha: object, size: 5 }] } }
    },
  )
  const snapshot = await open()
  expect(snapshot.entries.map(({ path, head: now }) => [printPath(path).text, now?.object])).toEqual([
    ['x/y/z.ts', object],
  ])
  const asked = github.heard.map(({ path }) => path.replace(`${repo}/git/trees/`, ''))
  expect(asked).toEqual(expect.arrayContaining([head, '1'.repeat(40), '2'.repeat(40)]))
})

test('no more than 300 contents: whole files are left without a size, and the notes say so', async () => {
  const names = Array.from({ length: 310 }, (_, at) => `f${String(at).padStart(3, '0')}.ts`)
  const after = Object.fromEntries(names.map((name) => [name, { text: `${name}\n` }]))
  serve({ before: {}, after, listed: names.map((filename) => ({ filename, status: 'added' })) })
  const snapshot = await open()
  const objects = snapshot.entries.flatMap(({ head: now }) => (now === null ? [] : [now.object]))
  const sizes = await snapshot.sizes(objects)
  expect([objects.length, sizes.ok ? sizes.value.size : null]).toEqual([310, 300])
  expect(snapshot.notes.join(' ')).toContain('No more than 300')
})

test('a patch that was cut short, or had bytes replaced, is no patch', async () => {
  const listed = [
    { filename: 'a.ts', status: 'modified', patch: '@@ -1,3 +1,4 @@\n one\n+two' },
    { filename: 'run.sh', status: 'added', patch: '@@ -0,0 +1 @@\n+\uFFFD' },
  ]
  serve({ ...world, listed })
  const patches = await (await open()).patches({ wants: () => true, fileBytesMax: 1_000 })
  expect(patches.ok ? patches.value.size : patches).toBe(0)
})

test('a push meanwhile is told instead of mixing two changes', async () => {
  let reads = 0
  serve(world, (path) => {
    if (path !== `${repo}/pulls/7`) return undefined
    reads += 1
    return { body: pullAnswer(reads === 1 ? {} : { head: { sha: 'd'.repeat(40), repo: { id: 99 } } }) }
  })
  const opened = await hostFor(github.url).contents.source(pullRequest).open(request, signal)
  expect(opened).toMatchObject({ ok: false, failure: { kind: 'head-moved' } })
})

test('a host that refuses or does not answer is told apart', async () => {
  const source = hostFor(github.url).contents.source(pullRequest)
  expect(await source.open(request, signal)).toMatchObject({ failure: { kind: 'refused' } })
  github.answer(({ path }) => (path.startsWith(repo) ? { status: 503, body: {} } : undefined))
  expect(await source.open(request, signal)).toMatchObject({ failure: { kind: 'unreachable' } })
})
