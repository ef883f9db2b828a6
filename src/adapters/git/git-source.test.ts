import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createRepository, type Repository } from '../../../test/world/repository.ts'
import { changedLines } from '../../domain/diff/changed-lines.ts'
import { pathOfText } from '../../domain/path/path-bytes.ts'
import type { ChangeRequest, Snapshot } from '../../ports/source/source.ts'
import { createGitSource } from './git-source.ts'

const never = new AbortController().signal

function sourceOf(folder: string) {
  const scratchFolder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-scratch-'))
  onTestFinished(() => rmSync(scratchFolder, { recursive: true, force: true }))
  return createGitSource({ folder, scratchFolder })
}

async function open(folder: string, request: Partial<ChangeRequest> = {}): Promise<Snapshot> {
  const opened = await sourceOf(folder).open(
    { base: 'main', head: { kind: 'ref', ref: 'change' }, ...request },
    never,
  )
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
  return opened.value
}

async function failureOf(folder: string, request: Partial<ChangeRequest> = {}) {
  const opened = await sourceOf(folder).open(
    { base: 'main', head: { kind: 'ref', ref: 'change' }, ...request },
    never,
  )
  return opened.ok ? null : opened.failure
}

/** `status path [<- previous]` of every entry. */
function listed(snapshot: Snapshot): readonly string[] {
  return snapshot.entries.map(
    ({ status, path, previousPath, head, base }) =>
      `${status} ${path}${previousPath === null ? '' : ` <- ${previousPath}`} ${base?.kind ?? '-'}>${head?.kind ?? '-'}`,
  )
}

async function addedLinesOf(snapshot: Snapshot): Promise<Record<string, readonly number[]>> {
  const patches = await snapshot.patches({ wants: () => true, fileBytesMax: 1_048_576 })
  if (!patches.ok) throw new Error(patches.failure.message)
  return Object.fromEntries(
    [...patches.value].map(([entry, patch]) => [entry.path, changedLines(patch.hunks, 'RIGHT')]),
  )
}

/** Everything in the git directory and the work tree, as names and contents. */
function fingerprintOf(folder: string): string {
  return execFileSync(
    'sh',
    ['-c', 'find . -type f -o -type l | sort | xargs -d "\\n" sha256sum 2>/dev/null'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  )
}

const long = Array.from({ length: 30 }, (_, at) => `line ${at}`).join('\n')

describe('a change between two commits', () => {
  test('names every kind of entry, and the repository stays as it was', async () => {
    const repository = createRepository()
    const submodule = '1'.repeat(40)
    repository.commit('main', {
      'kept.txt': 'kept\n',
      'edited.txt': 'a\nb\n',
      'gone.txt': 'gone\n',
      'moved.txt': `${long}\n`,
      'copied-from.txt': `${long}\ncopied\n`,
      'mode.sh': 'echo\n',
      link: { symlink: '/etc/passwd' },
      'becomes-link': 'a file\n',
      module: { submodule },
    })
    repository.commit(
      'change',
      {
        'edited.txt': 'a\nB\nc\n',
        'gone.txt': null,
        'moved.txt': null,
        'new/place.txt': `${long}\nand one more\n`,
        'copied-from.txt': `${long}\ncopied!\n`,
        'copied-to.txt': `${long}\ncopied\n`,
        'mode.sh': { executable: 'echo\n' },
        link: { symlink: '../../outside' },
        'becomes-link': { symlink: 'edited.txt' },
        module: { submodule: '2'.repeat(40) },
        'new.txt': 'new',
      },
      { from: 'main' },
    )
    const before = fingerprintOf(repository.folder)
    const snapshot = await open(repository.folder)
    expect(listed(snapshot)).toMatchInlineSnapshot(`
      [
        "type-changed becomes-link file>symlink",
        "modified copied-from.txt file>file",
        "copied copied-to.txt <- copied-from.txt file>file",
        "modified edited.txt file>file",
        "deleted gone.txt file>-",
        "modified link symlink>symlink",
        "modified mode.sh file>executable",
        "modified module submodule>submodule",
        "added new.txt ->file",
        "renamed new/place.txt <- moved.txt file>file",
      ]
    `)
    const lines = await addedLinesOf(snapshot)
    expect(lines['edited.txt']).toEqual([2, 3])
    expect(lines['new.txt']).toEqual([1])
    expect(lines['new/place.txt']).toEqual([31])
    expect(fingerprintOf(repository.folder)).toBe(before)
  })

  test('compares with the merge base, while the configuration comes from the base itself', async () => {
    const repository = createRepository()
    repository.commit('main', { 'a.txt': 'a\n' })
    const left = repository.git('rev-parse', 'main')
    repository.commit('change', { 'b.txt': 'b\n' }, { from: 'main' })
    repository.commit('main', { 'a.txt': 'changed on main\n', config: 'of the base' })
    const snapshot = await open(repository.folder)
    expect(snapshot.mergeBase).toBe(left)
    expect(snapshot.base).toBe(repository.git('rev-parse', 'main'))
    expect(listed(snapshot)).toEqual(['added b.txt ->file'])
    expect(await snapshot.readBaseFile(pathOfText('config'), 100)).toEqual({
      ok: true,
      value: Buffer.from('of the base'),
    })
    expect(await snapshot.readBaseFile(pathOfText('config'), 3)).toEqual({ ok: true, value: null })
    expect(await snapshot.readBaseFile(pathOfText('nothing'), 3)).toEqual({ ok: true, value: null })
  })

  test('with several merge bases says so and takes the first that git names', async () => {
    const repository = createRepository()
    repository.commit('main', { a: '1\n' })
    repository.commit('change', { b: '1\n' }, { from: 'main' })
    const one = repository.commit('main', { c: '1\n' })
    const two = repository.git('rev-parse', 'change')
    repository.commit('main', { b: '1\n', d: '1\n' }, { merge: two })
    repository.commit('change', { c: '1\n', e: '1\n' }, { merge: one })
    const snapshot = await open(repository.folder)
    expect(snapshot.notes).toEqual([`Base and head have 2 merge bases; compared with ${snapshot.mergeBase}.`])
    expect([one, two]).toContain(snapshot.mergeBase)
  })

  test('an empty change has no entries', async () => {
    const repository = createRepository()
    repository.commit('main', { a: '1\n' })
    repository.git('branch', 'change')
    const snapshot = await open(repository.folder)
    expect([snapshot.entries, await addedLinesOf(snapshot)]).toEqual([[], {}])
  })

  test('works in a bare repository, a linked worktree and a SHA-256 repository', async () => {
    const bare = createRepository({ bare: true })
    bare.commit('main', { a: '1\n' })
    bare.commit('change', { a: '2\n' }, { from: 'main' })
    expect(listed(await open(bare.folder))).toEqual(['modified a file>file'])
    const worktree = join(bare.folder, 'linked')
    bare.git('worktree', 'add', '-q', worktree, 'change')
    expect(listed(await open(worktree))).toEqual(['modified a file>file'])
    const wide = createRepository({ sha256: true })
    wide.commit('main', { a: '1\n' })
    wide.commit('change', { a: '2\n' }, { from: 'main' })
    const snapshot = await open(wide.folder)
    expect([snapshot.head.length, await addedLinesOf(snapshot)]).toEqual([64, { a: [1] }])
  })

  test('file names are bytes: not UTF-8, line feeds, quotes, 255 bytes, 150 levels', async () => {
    const repository = createRepository()
    repository.commit('main', { a: '1\n' })
    const names = [
      'bytes:caf\u00e9.txt',
      'line\nfeed.txt',
      'quo"te\\.txt',
      'tab\there.txt',
      ' b/ blank.txt',
      'bytes:\u00ff\u00fe',
      'é'.repeat(127),
      `${'d/'.repeat(150)}deep.txt`,
      '-dash',
      ':(glob)**',
    ]
    repository.commit('change', Object.fromEntries(names.map((name) => [name, 'x\n'])), { from: 'main' })
    const snapshot = await open(repository.folder)
    const expected = names.map((name) =>
      name.startsWith('bytes:') ? name.slice(6) : Buffer.from(name).toString('latin1'),
    )
    expect(new Set(snapshot.entries.map(({ path }) => path))).toEqual(new Set(expected))
    expect(Object.values(await addedLinesOf(snapshot))).toEqual(names.map(() => [1]))
  })

  test('the files of both trees are listed by name, without links and submodules', async () => {
    const repository = createRepository()
    repository.commit('main', {
      'a.txt': 'a\n',
      'b/a.txt': 'a\n',
      'bytes:b\u00ff': 'b\n',
      'b.sh': { executable: '' },
    })
    repository.commit(
      'change',
      { 'a.txt': null, link: { symlink: 'b.sh' }, module: { submodule: '1'.repeat(40) }, new: 'n\n' },
      { from: 'main' },
    )
    const snapshot = await open(repository.folder)
    const [head, base] = [await snapshot.headTree(), await snapshot.baseTree()]
    expect(base.ok && base.value?.map(({ path }) => path)).toEqual(['a.txt', 'b.sh', 'b/a.txt', 'b\u00ff'])
    expect(head.ok && head.value?.map(({ path }) => path)).toEqual(['b.sh', 'b/a.txt', 'b\u00ff', 'new'])
    expect(head.ok && head.value?.at(-1)?.object).toBe(repository.git('rev-parse', 'change:new'))
  })

  test('commits are told by their messages, oldest first, in the bounds of what is worth reading', async () => {
    const repository = createRepository()
    const base = repository.commit('main', { a: '1\n' })
    const tree = repository.git('rev-parse', 'main^{tree}')
    const first = repository.git('commit-tree', tree, '-p', base, '-m', 'First\n\nWith a body.')
    const long = repository.git('commit-tree', tree, '-p', first, '-m', 'x'.repeat(100_000))
    repository.git('update-ref', 'refs/heads/change', long)
    expect(await (await open(repository.folder)).commitMessages()).toEqual([
      'First\n\nWith a body.',
      'x'.repeat(100_000),
    ])
    const staged = await open(repository.folder, { base: 'HEAD', head: { kind: 'staged' } })
    expect(await staged.commitMessages()).toEqual([])
  })

  test('a tree that names a million million files is not listed', async () => {
    const repository = createRepository()
    repository.commit('main', { a: '1\n' })
    const hundred = (entry: string) =>
      execFileSync('git', ['mktree'], {
        cwd: repository.folder,
        encoding: 'utf8',
        input: Array.from({ length: 100 }, (_, at) => `${entry}\t${at}\n`).join(''),
      }).trim()
    let tree = hundred(`100644 blob ${repository.git('rev-parse', 'main:a')}`)
    for (let level = 0; level < 5; level++) tree = hundred(`040000 tree ${tree}`)
    const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.test']
    const bomb = repository.git(...identity, 'commit-tree', '-m', 'bomb', '-p', 'main', tree)
    repository.git('update-ref', 'refs/heads/main', bomb)
    repository.commit('change', { b: '1\n' }, { from: 'main' })
    const snapshot = await open(repository.folder)
    expect(listed(snapshot)).toEqual(['added b ->file'])
    expect(await snapshot.headTree()).toEqual({ ok: true, value: null })
  })

  test('a file that attributes hide from diffs still has lines', async () => {
    const repository = createRepository()
    repository.commit('main', { '.gitattributes': '* -diff\nhidden.js binary\n', 'hidden.js': 'a\n' })
    repository.commit(
      'change',
      { 'hidden.js': 'a\nb\n', '.gitattributes': '* -diff binary\n' },
      { from: 'main' },
    )
    writeFileSync(join(repository.folder, '.git', 'info', 'attributes'), '* -diff\n')
    writeFileSync(join(repository.folder, '.gitattributes'), '* -diff\n')
    const lines = await addedLinesOf(await open(repository.folder))
    expect(lines['hidden.js']).toEqual([2])
  })

  test('sizes come without contents, and a file above the bound has no lines', async () => {
    const repository = createRepository()
    repository.commit('main', { 'large.txt': 'x'.repeat(5_000) })
    repository.commit('change', { 'large.txt': 'y'.repeat(6_000), 'small.txt': 'z' }, { from: 'main' })
    const snapshot = await open(repository.folder)
    const objects = snapshot.entries.flatMap(({ head }) => (head === null ? [] : [head.object]))
    const sizes = await snapshot.sizes(objects)
    expect(sizes.ok && objects.map((object) => sizes.value.get(object))).toEqual([6_000, 1])
    const patches = await snapshot.patches({ wants: () => true, fileBytesMax: 2_000 })
    expect(
      patches.ok && [...patches.value.values()].map(({ isBinary, hunks }) => [isBinary, hunks.length]),
    ).toEqual([
      [true, 0],
      [false, 1],
    ])
  })
})

describe('the index and the working tree', () => {
  function dirty(): Repository {
    const repository = createRepository()
    repository.commit('main', { 'a.txt': 'a\n', 'b.txt': 'b\n', '.gitignore': 'ignored\n' })
    repository.git('reset', '-q', '--hard')
    writeFileSync(join(repository.folder, 'a.txt'), 'a\nstaged\n')
    repository.git('add', 'a.txt')
    writeFileSync(join(repository.folder, 'a.txt'), 'a\nstaged\nnot staged\n')
    writeFileSync(join(repository.folder, 'untracked.txt'), 'u\n')
    writeFileSync(join(repository.folder, 'ignored'), 'i\n')
    return repository
  }

  test('staged is what the next commit would hold', async () => {
    const { folder } = dirty()
    const before = fingerprintOf(folder)
    const snapshot = await open(folder, { base: null, head: { kind: 'staged' } })
    expect(await addedLinesOf(snapshot)).toEqual({ 'a.txt': [2] })
    expect(fingerprintOf(folder)).toBe(before)
  })

  test('the working tree holds untracked files too, but not ignored ones', async () => {
    const { folder } = dirty()
    const before = fingerprintOf(folder)
    const snapshot = await open(folder, { base: null, head: { kind: 'working-tree' } })
    expect(await addedLinesOf(snapshot)).toEqual({ 'a.txt': [2, 3], 'untracked.txt': [1] })
    expect(fingerprintOf(folder)).toBe(before)
  })

  test('filters and hooks that the repository configures do not run, links are not followed', async () => {
    const { folder, git } = dirty()
    const marker = join(folder, 'ignored-marker')
    for (const [key, value] of [
      ['filter.evil.clean', `touch ${marker}; cat`],
      ['filter.evil.process', `touch ${marker}`],
      ['core.fsmonitor', `touch ${marker}`],
      ['core.hooksPath', '.evil-hooks'],
      ['diff.external', `touch ${marker}`],
      ['core.alternateRefsCommand', `touch ${marker}`],
    ] as const) {
      git('config', key, value)
    }
    writeFileSync(join(folder, '.gitattributes'), '* filter=evil diff=evil\n')
    mkdirSync(join(folder, '.evil-hooks'))
    writeFileSync(join(folder, '.evil-hooks', 'post-index-change'), `#!/bin/sh\ntouch ${marker}\n`, {
      mode: 0o755,
    })
    symlinkSync('/etc/hostname', join(folder, 'link'))
    const snapshot = await open(folder, { base: null, head: { kind: 'working-tree' } })
    expect(readdirSync(folder)).not.toContain('ignored-marker')
    const link = snapshot.entries.find(({ path }) => path === 'link')
    const contents = await snapshot.read(link?.head ? [link.head.object] : [])
    expect(contents.ok && [...contents.value.values()].map(String)).toEqual(['/etc/hostname'])
  })

  test('an index with conflicts is told apart', async () => {
    const repository = createRepository()
    repository.commit('main', { a: '1\n' })
    repository.commit('change', { a: '2\n' }, { from: 'main' })
    repository.commit('main', { a: '3\n' })
    repository.git('reset', '-q', '--hard')
    expect(() => repository.git('merge', '-q', 'change')).toThrow()
    expect((await failureOf(repository.folder, { base: null, head: { kind: 'staged' } }))?.kind).toBe(
      'unmerged',
    )
  })

  test('a bare repository has neither', async () => {
    const bare = createRepository({ bare: true })
    bare.commit('main', { a: '1\n' })
    expect((await failureOf(bare.folder, { base: null, head: { kind: 'staged' } }))?.kind).toBe(
      'not-a-repository',
    )
  })
})

describe('what cannot be read is told apart', () => {
  test.each([
    '--upload-pack=touch x',
    '',
    'no-such-branch',
    'a b\nc',
    '\u0000',
    'main..change',
    '-',
    `${'x'.repeat(5_000)}`,
  ])('the ref %j', async (ref) => {
    const repository = createRepository()
    repository.commit('main', { a: '1\n' })
    repository.commit('change', { a: '2\n' }, { from: 'main' })
    expect((await failureOf(repository.folder, { head: { kind: 'ref', ref } }))?.kind).toBe('unknown-ref')
  })

  test('unrelated histories, and a shallow clone that lacks the merge base', async () => {
    const repository = createRepository()
    repository.commit('main', { a: '1\n' })
    repository.commit('change', { b: '2\n' }, { from: null })
    expect((await failureOf(repository.folder))?.kind).toBe('unrelated')
    const deep = createRepository()
    deep.commit('main', { a: '1\n' })
    deep.commit('change', { b: '2\n' }, { from: 'main' })
    deep.commit('main', { a: '3\n' })
    const shallow = createRepository({ bare: true })
    shallow.git(
      'fetch',
      '-q',
      '--depth=1',
      '--update-head-ok',
      `file://${deep.folder}`,
      'main:main',
      'change:change',
    )
    expect((await failureOf(shallow.folder))?.kind).toBe('shallow')
  })

  test('a folder that is no repository, a file, and nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-plain-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    writeFileSync(join(folder, 'file'), '')
    for (const path of [folder, join(folder, 'file'), join(folder, 'nothing')]) {
      expect((await failureOf(path))?.kind).toBe('not-a-repository')
    }
  })

  test('a repository without a default branch asks for --base', async () => {
    const repository = createRepository()
    repository.commit('change', { a: '1\n' })
    const failure = await failureOf(repository.folder, { base: null })
    expect(failure?.remedy).toContain('--base')
  })

  test('a blob that is missing', async () => {
    const repository = createRepository()
    repository.commit('main', { 'a.txt': '1\n' })
    repository.commit('change', { 'a.txt': '2\n' }, { from: 'main' })
    const blob = repository.git('rev-parse', 'change:a.txt')
    rmSync(join(repository.folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2)))
    const snapshot = await open(repository.folder)
    const object = snapshot.entries[0]?.head?.object
    const sizes = await snapshot.sizes(object === undefined ? [] : [object])
    expect(sizes.ok && sizes.value.size).toBe(0)
    const patches = await snapshot.patches({ wants: () => true, fileBytesMax: 1_000 })
    expect(patches.ok ? null : patches.failure.kind).toBe('objects-missing')
  })
})
