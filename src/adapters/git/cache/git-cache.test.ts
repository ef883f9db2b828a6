/** Stories of a worker that reviews pull requests of a code host, over real HTTP from real repositories. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createGitServer, type GitServer } from '../../../../test/world/git-server.ts'
import type { Repository } from '../../../../test/world/repository.ts'
import { changedLines } from '../../../domain/diff/changed-lines.ts'
import { pathOfText } from '../../../domain/path/path-bytes.ts'
import type { Snapshot } from '../../../ports/source/source.ts'
import type { CachedChangeRequest } from './cache-request.ts'
import { createGitCache, type GitCache, type GitCacheOptions } from './git-cache.ts'

const never = new AbortController().signal
const configPath = pathOfText('.autogen-bot.yaml')
const repositoryName = 'octo/hello.git'

interface World {
  readonly server: GitServer
  readonly repository: Repository
  readonly folder: string
  readonly cacheFolder: string
  cache(options?: Partial<GitCacheOptions>): GitCache
  request(base: string, head: string, more?: Partial<CachedChangeRequest>): CachedChangeRequest
  /** Opens a change, and closes it when the test ends. */
  open(base: string, head: string, more?: Partial<CachedChangeRequest>): Promise<Snapshot>
  failure(base: string, head: string, more?: Partial<CachedChangeRequest>): Promise<string>
}

async function createWorld(options: Partial<GitCacheOptions> = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-cache-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const server = await createGitServer()
  const world: World = {
    server,
    repository: server.host(repositoryName),
    folder,
    cacheFolder: join(folder, 'cache'),
    cache: (more = {}) =>
      createGitCache({
        folder: join(folder, 'cache'),
        scratchFolder: join(folder, 'scratch'),
        bytesMax: 1_000_000_000,
        blobBytesMax: 100_000,
        origins: [server.origin],
        environment: {},
        now: () => Date.now(),
        ...options,
        ...more,
      }),
    request: (baseSha, headSha, more = {}) => ({
      url: server.urlOf(repositoryName),
      token: async () => server.token,
      repositoryKey: 'app 1, repository 2',
      pullNumber: 7,
      baseSha,
      headSha,
      basePaths: [configPath],
      ...more,
    }),
    open: async (base, head, more) => {
      const opened = await world.cache().open(world.request(base, head, more), never)
      if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
      onTestFinished(() => opened.value.close())
      return opened.value
    },
    failure: async (base, head, more) => {
      const opened = await world.cache().open(world.request(base, head, more), never)
      if (opened.ok) await opened.value.close()
      return opened.ok ? 'opened' : opened.failure.kind
    },
  }
  return world
}

function listed(snapshot: Snapshot): readonly string[] {
  return snapshot.entries.map(
    ({ status, path, previousPath }) =>
      `${status} ${path}${previousPath === null ? '' : ` <- ${previousPath}`}`,
  )
}

async function linesOf(snapshot: Snapshot): Promise<Record<string, readonly number[]>> {
  const patches = await snapshot.patches({ wants: () => true, fileBytesMax: 1_048_576 })
  if (!patches.ok) throw new Error(JSON.stringify(patches.failure))
  return Object.fromEntries(
    [...patches.value].map(([entry, patch]) => [entry.path, changedLines(patch.hunks, 'RIGHT')]),
  )
}

/** Contents of the head side, by path. */
async function headTexts(snapshot: Snapshot): Promise<Record<string, string>> {
  const sides = snapshot.entries.flatMap(({ path, head }) =>
    head === null ? [] : [{ path, object: head.object }],
  )
  const contents = await snapshot.read(sides.map(({ object }) => object))
  if (!contents.ok) throw new Error(JSON.stringify(contents.failure))
  return Object.fromEntries(
    sides.flatMap(({ path, object }) => {
      const bytes = contents.value.get(object)
      return bytes === undefined ? [] : [[path, bytes.toString('utf8')]]
    }),
  )
}

function bytesAsked({ server }: World): number {
  return server.asked.reduce((sum, { bytes }) => sum + bytes, 0)
}

function packsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.pack'))
    .map((name) => join(folder, name))
}

const noise = (bytes: number) => randomBytes(bytes).toString('base64')
const story = Array.from({ length: 60 }, (_, at) => `line ${at}`).join('\n')

const copied = Array.from({ length: 60 }, (_, at) => `${at * at} copied`).join('\n')

/** `main` with a configuration, and a pull request on top of it. */
function firstChange({ repository }: World): { readonly base: string; readonly head: string } {
  const base = repository.commit('main', {
    '.autogen-bot.yaml': 'limits: {}\n',
    'a.txt': `${story}\n`,
    'copied.txt': copied,
    'moved.txt': `${story}\nmoved\n`,
    'gone.txt': 'gone\n',
    'untouched.txt': noise(50_000),
  })
  const head = repository.commit(
    'change',
    {
      'a.txt': `${story}\nand more\n`,
      'copy.txt': copied,
      'moved.txt': null,
      'place/moved.txt': `${story}\nmoved\nand edited\n`,
      'gone.txt': null,
      'new.txt': 'new\n',
    },
    { from: 'main' },
  )
  repository.git('update-ref', 'refs/pull/7/head', head)
  return { base, head }
}

describe('a pull request', () => {
  test('its first review reads what changed, and leaves the rest of the repository where it is', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const snapshot = await world.open(base, head)
    expect(listed(snapshot)).toEqual([
      'modified a.txt',
      'added copy.txt',
      'deleted gone.txt',
      'added new.txt',
      'renamed place/moved.txt <- moved.txt',
    ])
    expect(await linesOf(snapshot)).toMatchObject({ 'a.txt': [61], 'new.txt': [1], 'place/moved.txt': [62] })
    expect((await headTexts(snapshot))['copy.txt']).toBe(copied)
    expect([snapshot.base, snapshot.head, snapshot.mergeBase, snapshot.notes]).toEqual([base, head, base, []])
    const asked = world.server.asked.length
    expect(await snapshot.readBaseFile(configPath, 100)).toEqual({
      ok: true,
      value: Buffer.from('limits: {}\n'),
    })
    expect([world.server.asked.length, asked <= 8, bytesAsked(world) < 10_000]).toEqual([asked, true, true])
    // A base file nobody announced is fetched when it is asked for, and only once.
    expect((await snapshot.readBaseFile(pathOfText('untouched.txt'), 10)).ok).toBe(true)
    expect(world.server.asked.length).toBe(asked + 2)
    const untouched = await snapshot.readBaseFile(pathOfText('untouched.txt'), 100_000)
    expect([untouched.ok && untouched.value?.length, world.server.asked.length]).toEqual([66_668, asked + 2])
    expect(await snapshot.readHeadFile(pathOfText('nothing'), 10)).toEqual({ ok: true, value: null })
  })

  test('the files around it are listed without a request, and read in one', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const snapshot = await world.open(base, head)
    const before = world.server.asked.length
    const tree = await snapshot.headTree()
    const files = (tree.ok ? tree.value : null) ?? []
    expect(files.map(({ path }) => path)).toContain('untouched.txt')
    const baseTree = await snapshot.baseTree()
    expect(baseTree.ok && baseTree.value?.map(({ path }) => path)).toContain('gone.txt')
    expect(world.server.asked.length).toBe(before)
    const contents = await snapshot.read(files.map(({ object }) => object))
    expect(contents.ok && files.every(({ object }) => contents.value.has(object))).toBe(true)
    expect(world.server.asked.length).toBe(before + 2)
    await snapshot.read(files.map(({ object }) => object))
    expect(world.server.asked.length).toBe(before + 2)
  })

  test('what of its tree cannot be fetched is absent', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const snapshot = await world.open(base, head)
    const tree = await snapshot.headTree()
    world.server.fault = { kind: 'status', status: 503 }
    const files = (tree.ok ? tree.value : null) ?? []
    const contents = await snapshot.read(files.map(({ object }) => object))
    const read = files.filter(({ object }) => contents.ok && contents.value.has(object))
    expect(read.map(({ path }) => path)).toContain('new.txt')
    expect(read.map(({ path }) => path)).not.toContain('untouched.txt')
  })

  test('reviewed again costs no request, not even a token; a second push brings its own bytes only', async () => {
    const world = await createWorld()
    world.repository.commit('main', { 'large.txt': noise(60_000) })
    const { base, head } = firstChange(world)
    const first = await world.open(base, head)
    const asked = world.server.asked.length
    const again = await world.open(base, head, {
      token: () => Promise.reject(new Error('no token is needed')),
    })
    expect([listed(again), world.server.asked.length]).toEqual([listed(first), asked])
    const pushed = world.repository.commit('change', { 'new.txt': 'new\nnewer\n' })
    const before = bytesAsked(world)
    const second = await world.open(base, pushed)
    expect((await linesOf(second))['new.txt']).toEqual([1, 2])
    expect(bytesAsked(world) - before).toBeLessThan(3_000)
    expect(world.server.asked.length - asked).toBeLessThanOrEqual(4)
    expect((await linesOf(first))['new.txt']).toEqual([1])
  })

  test('from a fork is read through the base repository', async () => {
    const world = await createWorld()
    const { base } = firstChange(world)
    const fork = world.repository.commit('fork', { 'fork.txt': 'f\n' }, { from: 'main' })
    world.repository.git('update-ref', 'refs/pull/9/head', fork)
    world.repository.git('update-ref', '-d', 'refs/heads/fork')
    expect(await linesOf(await world.open(base, fork, { pullNumber: 9 }))).toEqual({ 'fork.txt': [1] })
    expect(new Set(world.server.asked.map(({ url }) => url.split('/').slice(1, 3).join('/')))).toEqual(
      new Set([repositoryName]),
    )
  })

  test('that was pushed over is still read at the head that was asked for, until the host forgets it', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const other = world.repository.commit('other', { 'other.txt': 'o\n' }, { from: 'main' })
    world.repository.git('update-ref', 'refs/pull/7/head', other)
    world.repository.git('update-ref', '-d', 'refs/heads/change')
    expect(listed(await world.open(base, head))).toContain('added new.txt')
    rmSync(world.cacheFolder, { recursive: true })
    world.repository.git('reflog', 'expire', '--expire=now', '--all')
    world.repository.git('gc', '-q', '--prune=now')
    expect(await world.failure(base, head)).toBe('head-moved')
    expect(listed(await world.open(base, other))).toEqual(['added other.txt'])
  })

  test('whose host gives commits by refs only is read through the pull ref, or said to have moved', async () => {
    const world = await createWorld()
    world.server.protocol = 'v0'
    world.repository.git('config', 'uploadpack.allowAnySHA1InWant', 'false')
    const base = world.repository.commit('main', { a: '1\n' })
    const old = world.repository.commit('change', { a: '2\n' }, { from: 'main' })
    const head = world.repository.commit('change', { b: '2\n' })
    world.repository.git('update-ref', 'refs/pull/7/head', head)
    world.repository.git('update-ref', '-d', 'refs/heads/change')
    const snapshot = await world.open(base, old)
    expect(listed(snapshot)).toEqual(['modified a'])
    const gone = world.repository.commit('gone', { c: '2\n' }, { from: 'main' })
    world.repository.git('update-ref', '-d', 'refs/heads/gone')
    expect(await world.failure(base, gone)).toBe('head-moved')
  })

  test('whose base moved on keeps its lines and gets the new configuration', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const before = await world.open(base, head)
    const moved = world.repository.commit('main', {
      '.autogen-bot.yaml': 'limits: { filesMax: 3 }\n',
      'x.txt': 'x\n',
    })
    const bytes = bytesAsked(world)
    const after = await world.open(moved, head)
    expect([listed(after), after.mergeBase, after.base]).toEqual([listed(before), base, moved])
    const config = await after.readBaseFile(configPath, 100)
    expect(config.ok && String(config.value)).toBe('limits: { filesMax: 3 }\n')
    expect(bytesAsked(world) - bytes).toBeLessThan(3_000)
  })

  test('that left the base long ago is compared with the commit where it did', async () => {
    const world = await createWorld()
    const { base: left, head } = firstChange(world)
    const counts = Array.from({ length: 120 }, (_, at) => ({ 'counter.txt': `${at}\n` }))
    const base = world.repository.history('main', counts)
    const snapshot = await world.open(base, head)
    expect([snapshot.mergeBase, snapshot.notes]).toEqual([left, []])
    expect(listed(snapshot)).not.toContain('deleted counter.txt')
    // Having gone that deep, it needs no more than any other push from then on.
    const asked = world.server.asked.length
    const pushed = world.repository.commit('change', { 'late.txt': 'l\n' })
    expect(listed(await world.open(base, pushed))).toContain('added late.txt')
    expect(world.server.asked.length - asked).toBeLessThanOrEqual(4)
    const unrelated = world.repository.commit('unrelated', { u: 'u\n' }, { from: null })
    expect(await world.failure(base, unrelated)).toBe('unrelated')
  })

  test('in a SHA-256 repository', async () => {
    const world = await createWorld()
    const wide = world.server.host('octo/wide.git', { sha256: true })
    const base = wide.commit('main', { a: `${story}\n`, b: `${story}\nb\n` })
    const head = wide.commit('change', { a: `${story}\nmore\n`, huge: noise(200_000) }, { from: 'main' })
    const snapshot = await world.open(base, head, { url: world.server.urlOf('octo/wide.git') })
    expect([listed(snapshot), await linesOf(snapshot)]).toEqual([['modified a', 'added huge'], { a: [61] }])
  })
})

describe('sizes', () => {
  test('a huge file is never fetched, and costs the others neither their lines nor their renames', async () => {
    const world = await createWorld()
    const base = world.repository.commit('main', {
      'a.txt': `${story}\n`,
      'moved.txt': `${story}\nmoved\n`,
      'grown.txt': 'small\n',
      'picture.png': noise(150_000),
      'huge.txt': noise(500_000),
    })
    const head = world.repository.commit(
      'change',
      {
        'a.txt': `${story}\nmore\n`,
        'moved.txt': null,
        'dir/moved.txt': `${story}\nmoved\nmore\n`,
        'grown.txt': noise(700_000),
        'picture.png': noise(150_000),
        'huge.txt': noise(500_000),
        '.git/hooks/x': 'hostile\n',
      },
      { from: 'main' },
    )
    const snapshot = await world.open(base, head)
    expect(listed(snapshot)).toEqual([
      'added .git/hooks/x',
      'modified a.txt',
      'renamed dir/moved.txt <- moved.txt',
      'modified grown.txt',
      'modified huge.txt',
      'modified picture.png',
    ])
    expect(await linesOf(snapshot)).toEqual({ '.git/hooks/x': [1], 'a.txt': [61], 'dir/moved.txt': [62] })
    expect(Object.keys(await headTexts(snapshot))).toEqual(['.git/hooks/x', 'a.txt', 'dir/moved.txt'])
    expect(bytesAsked(world)).toBeLessThan(10_000)
    const again = await world.open(base, head, { pullNumber: 8 })
    expect(listed(again)).toEqual(listed(snapshot))
  })

  test('5,000 files', async () => {
    const world = await createWorld()
    const files = (word: string) =>
      Object.fromEntries(
        Array.from({ length: 5_000 }, (_, at) => [`d${at % 50}/f${at}.txt`, `${at}\n${word}\n`]),
      )
    const base = world.repository.commit('main', files('before'))
    const head = world.repository.commit('change', files('after'), { from: 'main' })
    const snapshot = await world.open(base, head)
    const lines = await linesOf(snapshot)
    expect([snapshot.entries.length, Object.keys(lines).length, lines['d0/f0.txt']]).toEqual([
      5_000,
      5_000,
      [2],
    ])
    expect(world.server.asked.length).toBeLessThanOrEqual(8)
  })

  test('a fetch of more bytes than allowed is ended', async () => {
    const world = await createWorld({ fetchBytesMax: 300_000 })
    const base = world.repository.commit('main', { a: '1\n' })
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`f${at}.txt`, noise(50_000)]))
    const head = world.repository.commit('change', many, { from: 'main' })
    world.server.fault = { kind: 'stall', afterBytes: 900_000 }
    expect(await world.failure(base, head)).toBe('too-large')
    expect(leftovers(world)).toEqual([])
  })
})

describe('the code host', () => {
  test.each([
    [{ kind: 'status', status: 401 }, 'refused'],
    [{ kind: 'status', status: 403 }, 'refused'],
    [{ kind: 'status', status: 404 }, 'refused'],
    [{ kind: 'status', status: 429 }, 'unreachable'],
    [{ kind: 'status', status: 500 }, 'unreachable'],
    [{ kind: 'status', status: 503 }, 'unreachable'],
    [{ kind: 'hang' }, 'unreachable'],
    [{ kind: 'cut', afterBytes: 300 }, 'unreachable'],
    [{ kind: 'stall', afterBytes: 300 }, 'unreachable'],
  ] as const)('that answers with %j is %s, and the next try succeeds', async (fault, kind) => {
    const world = await createWorld({ stallTimeMs: 1_000, fetchTimeMs: 20_000 })
    const { base, head } = firstChange(world)
    world.server.fault = fault
    expect(await world.failure(base, head)).toBe(kind)
    expect(leftovers(world)).toEqual([])
    world.server.fault = null
    expect(listed(await world.open(base, head))).toContain('added new.txt')
  })

  test('that is not there, that refuses the token, and that knows no such repository', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const odd = { token: async () => 'ghs_another' }
    expect(await world.failure(base, head, odd)).toBe('refused')
    expect(await world.failure(base, head, { url: world.server.urlOf('octo/none.git') })).toBe('refused')
    const gone = createGitCache({
      ...{
        folder: world.cacheFolder,
        scratchFolder: world.folder,
        bytesMax: 1,
        now: () => 0,
        environment: {},
      },
      origins: ['http://127.0.0.1:1'],
    })
    const url = `http://127.0.0.1:1/${repositoryName}`
    const opened = await gone.open(world.request(base, head, { url }), never)
    expect(opened.ok ? '' : opened.failure.kind).toBe('unreachable')
  })

  test('that sends us elsewhere is not followed', async () => {
    const world = await createWorld()
    const elsewhere = await createGitServer()
    const { base, head } = firstChange(world)
    world.server.fault = { kind: 'redirect', to: elsewhere.origin }
    expect(await world.failure(base, head)).toBe('refused')
    expect(elsewhere.asked).toEqual([])
  })

  test.each([
    'https://elsewhere.test/octo/hello.git',
    'ORIGIN/octo/../../etc.git',
    'ORIGIN/octo/%2e%2e/hello.git',
    'ORIGIN/octo/hello.git?x=1',
    'ORIGIN/octo/hello.git#x',
    'ORIGIN/octo/--upload-pack=touch',
    'ORIGIN/octo/hel lo',
    'ORIGIN/hello.git',
    'http://user:word@HOST/octo/hello.git',
    'file:///etc/passwd',
    'ext::sh -c touch% x',
    '--upload-pack=x',
    '',
  ])('is never asked by the address %s', async (address) => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const url = address.replace('ORIGIN', world.server.origin).replace('HOST', world.server.origin.slice(7))
    const kind = await world.failure(base, head, { url })
    // A name that only looks like an option is a name like any other, of a repository that is not there.
    expect([kind, address.includes('--upload-pack=touch') || world.server.asked.length === 0]).toEqual([
      'refused',
      true,
    ])
  })

  test.each(['main', '--all', `${'a'.repeat(39)}\n`, 'A'.repeat(40), ''])(
    'is never asked for %j',
    async (sha) => {
      const world = await createWorld()
      const { base, head } = firstChange(world)
      expect([await world.failure(sha, head), await world.failure(base, sha)]).toEqual(['refused', 'refused'])
      expect([await world.failure(base, head, { pullNumber: -1 }), world.server.asked.length]).toEqual([
        'refused',
        0,
      ])
    },
  )

  test('whose token cannot be had holds nobody up', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const none = world.request(base, head, { token: () => Promise.reject(new Error('no token')) })
    await expect(world.cache().open(none, never)).rejects.toThrow('no token')
    expect(listed(await world.open(base, head))).toContain('added new.txt')
  })

  test('sees a review that is cancelled go away', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    world.server.fault = { kind: 'hang' }
    const abort = new AbortController()
    world.server.onRequest = () => abort.abort()
    const opened = await world.cache().open(world.request(base, head), abort.signal)
    expect([opened.ok ? '' : opened.failure.kind, gitProcessesOf(world)]).toEqual(['timed-out', []])
  })
})

describe('secrets and hostile names', () => {
  test('the token goes over the wire in a header, and nowhere else', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const said: unknown[] = []
    const argv: string[] = []
    const say = (fields: unknown, message: string) => said.push(fields, message)
    const log = { debug: say, info: say, warn: say, error: say, child: () => log }
    world.server.onRequest = () => argv.push(...gitProcessesOf(world))
    const opened = await world.cache({ log }).open(world.request(base, head), never)
    if (!opened.ok) throw new Error(opened.failure.message)
    onTestFinished(() => opened.value.close())
    expect(argv.join()).toContain('remote-http')
    const encoded = Buffer.from(`x-access-token:${world.server.token}`).toString('base64')
    for (const secret of [world.server.token, encoded]) {
      expect(argv.join()).not.toContain(secret)
      expect(JSON.stringify(said)).not.toContain(secret)
      expect(world.server.asked.map(({ url }) => url).join()).not.toContain(secret)
      expect(() => execFileSync('grep', ['-rqF', secret, world.folder])).toThrow()
    }
    expect(new Set(world.server.asked.map(({ authorization }) => authorization))).toEqual(
      new Set([`Basic ${encoded}`]),
    )
    expect(said.length).toBeGreaterThan(0)
  })

  test('names of strangers are no paths', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    await world.open(base, head, { repositoryKey: '../../../outside\u0000\n--x' })
    expect(readdirSync(world.folder).sort()).toEqual(['cache', 'scratch'])
    expect(readdirSync(world.cacheFolder)).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/)])
  })

  test('what attacks those who check out is read like anything else', async () => {
    const world = await createWorld()
    const base = world.repository.commit('main', { a: '1\n' })
    const marker = join(world.folder, 'marker')
    const head = world.repository.commit(
      'change',
      {
        '.gitmodules': `[submodule "../x"]\n\tpath = -u\n\turl = --upload-pack=touch ${marker}\n\tupdate = !touch ${marker}\n`,
        '.git/config': `[core]\n\tfsmonitor = touch ${marker}\n`,
        '.gitattributes': '* filter=evil diff=evil\n',
        module: { submodule: '1'.repeat(40) },
        link: { symlink: '/etc/passwd' },
        '-dash': 'd\n',
        'bytes:\u00ff\n': 'x\n',
      },
      { from: 'main' },
    )
    const snapshot = await world.open(base, head)
    expect(Object.keys(await linesOf(snapshot)).sort()).toEqual(
      ['-dash', '.git/config', '.gitattributes', '.gitmodules', 'link', 'module', '\u00ff\n'].sort(),
    )
    expect([(await headTexts(snapshot)).link, existsSync(marker)]).toEqual(['/etc/passwd', false])
  })
})

describe('damage', () => {
  test.each(['cut', 'removed', 'scribbled over'])(
    'a pack that was %s is noticed, and fetched anew',
    async (how) => {
      const world = await createWorld()
      const { base, head } = firstChange(world)
      await (await world.open(base, head)).close()
      for (const pack of packsIn(world.cacheFolder)) damage(pack, how)
      const snapshot = await world.open(base, head)
      expect((await linesOf(snapshot))['new.txt']).toEqual([1])
      expect((await headTexts(snapshot))['new.txt']).toBe('new\n')
    },
  )

  test('that happens to a snapshot while it is read is healed behind its back', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const snapshot = await world.open(base, head)
    for (const pack of packsIn(world.cacheFolder)) damage(pack, 'scribbled over')
    expect((await headTexts(snapshot))['new.txt']).toBe('new\n')
    expect((await linesOf(snapshot))['a.txt']).toEqual([61])
  })

  test('odd files in the cache are put up with', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    await (await world.open(base, head)).close()
    const [name = ''] = readdirSync(world.cacheFolder)
    writeFileSync(join(world.cacheFolder, name, 'current'), '../../etc')
    writeFileSync(join(world.cacheFolder, 'stray'), '')
    expect(listed(await world.open(base, head))).toContain('added new.txt')
    expect((await world.cache().size()).repositories).toBe(1)
  })
})

describe('several processes', () => {
  test('one that is killed in a fetch leaves nothing that holds up the next', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    world.server.fault = { kind: 'stall', afterBytes: 500 }
    const asked = new Promise<void>((resolve) => {
      world.server.onRequest = ({ method }) => method === 'POST' && resolve()
    })
    const victim = startWorker(world, world.request(base, head))
    await asked
    await vi.waitFor(() => expect(leftovers(world)).not.toEqual([]), { timeout: 20_000, interval: 20 })
    victim.child.kill('SIGKILL')
    await victim.ended
    world.server.fault = null
    expect(listed(await world.open(base, head))).toContain('added new.txt')
    expect(leftovers(world)).toEqual([])
    await vi.waitFor(() => expect(gitProcessesOf(world)).toEqual([]), { timeout: 20_000, interval: 20 })
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('one that is killed at its request %i harms nobody', async (at) => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const killed = new Promise<void>((resolve) => {
      world.server.onRequest = () => {
        if (world.server.asked.length < at) return
        world.server.onRequest = () => {}
        victim.child.kill('SIGKILL')
        resolve()
      }
    })
    const victim = startWorker(world, world.request(base, head))
    await Promise.race([killed, victim.ended])
    await victim.ended
    const snapshot = await world.open(base, head)
    expect((await headTexts(snapshot))['new.txt']).toBe('new\n')
    expect([listed(snapshot).length, leftovers(world)]).toEqual([5, []])
    // What it reads objects with stays as long as it is open.
    await snapshot.close()
    await vi.waitFor(() => expect(gitProcessesOf(world)).toEqual([]), { timeout: 20_000, interval: 20 })
  })

  test('that open the same and other pull requests at once each get theirs', async () => {
    const world = await createWorld()
    const { base, head } = firstChange(world)
    const heads = [
      head,
      ...[1, 2, 3].map((at) =>
        world.repository.commit(`pr${at}`, { [`p${at}.txt`]: 'p\n' }, { from: 'main' }),
      ),
    ]
    const workers = heads.flatMap((sha, at) => {
      const request = world.request(base, sha, { pullNumber: 10 + at })
      return [startWorker(world, request), startWorker(world, request)]
    })
    const here = await Promise.all(heads.map((sha, at) => world.open(base, sha, { pullNumber: 10 + at })))
    const said = await Promise.all(workers.map(({ ended }) => ended))
    expect(said.map((text) => JSON.parse(text))).toEqual(
      here.flatMap((snapshot) => [listed(snapshot), listed(snapshot)]),
    )
    expect(here.map((snapshot) => listed(snapshot).length)).toEqual([5, 1, 1, 1])
  })
})

describe('the bound of the cache', () => {
  test('what was not used longest goes first, and nothing that is being read', async () => {
    let clock = 1_000_000
    const world = await createWorld({ now: () => clock, bytesMax: 1 })
    const { base, head } = firstChange(world)
    const open = async (repositoryKey: string) => {
      clock += 60_000
      return world.open(base, head, { repositoryKey })
    }
    const oldest = await open('oldest')
    const older = await open('older')
    const newest = await open('newest')
    expect((await world.cache().size()).repositories).toBe(3)
    await older.close()
    const full = await world.cache().size()
    const lean = world.cache({ bytesMax: full.bytes - 1 })
    expect((await lean.evict()).repositories).toBe(1)
    expect((await headTexts(oldest))['new.txt']).toBe('new\n')
    expect((await headTexts(newest))['new.txt']).toBe('new\n')
    await Promise.all([oldest.close(), newest.close()])
    const rest = world.cache({ bytesMax: full.bytes / 2 })
    expect(await rest.evict()).toMatchObject({ repositories: 1, bytesAfter: full.bytes / 3 })
    const asked = world.server.asked.length
    await (await open('newest')).close()
    expect(world.server.asked.length).toBe(asked)
    await world.cache().evict()
    expect(await world.cache().size()).toEqual({ bytes: 0, repositories: 0 })
    expect(await linesOf(await open('oldest'))).toMatchObject({ 'new.txt': [1] })
  })
})

function damage(pack: string, how: string): void {
  const { size } = statSync(pack)
  // Git writes packs without write permission; root does not care, others would.
  execFileSync('chmod', ['u+w', pack])
  if (how === 'cut') truncateSync(pack, size - 25)
  else if (how === 'removed') rmSync(pack)
  else {
    const bytes = readFileSync(pack)
    bytes.fill(0xa5, 14, size - 20)
    writeFileSync(pack, bytes)
  }
}

/** What a fetch that did not end well might leave. */
function leftovers({ cacheFolder }: World): readonly string[] {
  return readdirSync(cacheFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?:^|\/)tmp_|\.lock$|\/child$|\.draft$/.test(name),
  )
}

/** Command lines of git processes that work on this world's cache. */
function gitProcessesOf({ server, folder }: World): readonly string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const place = readlinkSync(`/proc/${pid}/cwd`)
      const isOurs = place.startsWith(folder) || line.includes(server.origin)
      return isOurs && /\bgit\b/.test(line) ? [line] : []
    } catch {
      return []
    }
  })
}

interface Worker {
  readonly child: ChildProcess
  /** What it printed. */
  readonly ended: Promise<string>
}

/** A process of its own that opens a change and prints its entries. */
function startWorker(world: World, { token: _, ...request }: CachedChangeRequest): Worker {
  const cacheModule = fileURLToPath(new URL('./git-cache.ts', import.meta.url))
  const program = `
    import { createGitCache } from ${JSON.stringify(cacheModule)}
    const cache = createGitCache({
      folder: ${JSON.stringify(world.cacheFolder)}, scratchFolder: ${JSON.stringify(join(world.folder, 'scratch'))},
      bytesMax: 1e9, blobBytesMax: 100000, origins: [${JSON.stringify(world.server.origin)}], environment: {},
      now: () => Date.now(),
    })
    const opened = await cache.open(
      { ...${JSON.stringify(request)}, token: async () => process.env.WORKER_TOKEN }, new AbortController().signal)
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
    const { entries } = opened.value
    console.log(JSON.stringify(entries.map(({ status, path, previousPath }) =>
      status + ' ' + path + (previousPath === null ? '' : ' <- ' + previousPath))))
    await opened.value.close()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH, WORKER_TOKEN: world.server.token },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  return { child, ended: new Promise((resolve) => child.once('close', () => resolve(said))) }
}
