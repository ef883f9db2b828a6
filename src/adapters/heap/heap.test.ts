import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, readlink, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { linkOutside, listSnapshots, openFolder, tidyFolder } from './heap-folder.ts'
import { heapLimitFlags } from './heap-limit.ts'
import { oldGenerationLimit } from './old-generation.ts'

let root: string
let folder: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'heap-test-'))
  folder = join(root, 'data', 'heap')
  await openFolder(folder)
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function leave(name: string, minutesAgo: number, bytes = 10): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, 'x'.repeat(bytes), { mode: 0o644 })
  const at = Date.now() / 1_000 - minutesAgo * 60
  await utimes(path, at, at)
  return path
}

const ours = (n: number) => `heap-20261123T06000${n}Z-42.heapsnapshot`
const bySelf = 'Heap.20261123.105951.12614.0.001.heapsnapshot'

describe('the folder of heap snapshots', () => {
  test('the newest three stay, for this user alone; so do those that V8 wrote; nothing else is touched', async () => {
    for (const n of [1, 2, 3, 4]) await leave(ours(n), 10 - n)
    await leave(bySelf, 1)
    await leave('notes.txt', 9_999)
    await leave('heap-20261123T060000Z-42.heapsnapshot.partial', 120)
    const kept = await tidyFolder(folder, 1_000, Date.now())
    expect(kept.map(({ path }) => path)).toEqual([bySelf, ours(4), ours(3)].map((name) => join(folder, name)))
    expect((await readdir(folder)).sort()).toEqual([bySelf, ours(3), ours(4), 'notes.txt'].sort())
    expect((await stat(join(folder, bySelf))).mode & 0o777).toBe(0o600)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })

  test('their size is bounded; the newest one stays whatever its size', async () => {
    await leave(ours(1), 3, 600)
    await leave(ours(2), 2, 900)
    expect(await tidyFolder(folder, 1_000, Date.now())).toHaveLength(1)
    await leave(ours(3), 1, 2_000)
    expect(await tidyFolder(folder, 1_000, Date.now())).toMatchObject([{ bytes: 2_000 }])
  })
})

describe('the link outside', () => {
  async function newest() {
    const [file] = await listSnapshots(folder)
    if (file === undefined) throw new Error('there is no snapshot')
    return file
  }

  test('it leads to the newest, from snapshot to snapshot', async () => {
    const link = join(root, 'heapdump.hprof')
    const first = await leave(ours(1), 2)
    expect(await linkOutside(link, await newest())).toBeNull()
    expect(await readlink(link)).toBe(first)
    const second = await leave(ours(2), 1)
    expect(await linkOutside(link, await newest())).toBeNull()
    expect(await readlink(link)).toBe(second)
    expect(await readdir(root)).toEqual(['data', 'heapdump.hprof'])
  })

  test('what is not our link is left alone: a file, a link to elsewhere', async () => {
    await leave(ours(1), 1)
    const file = join(root, 'a-file')
    await writeFile(file, 'precious')
    expect(await linkOutside(file, await newest())).toContain('is no link')
    expect(await readFile(file, 'utf8')).toBe('precious')
    const link = join(root, 'a-link')
    await symlink(file, link)
    expect(await linkOutside(link, await newest())).toContain('leads to something else')
    expect(await readlink(link)).toBe(file)
    expect(await linkOutside(join(root, 'no', 'such', 'folder'), await newest())).toContain(
      'could not be made',
    )
  })
})

test('a process writes its heap, and both links lead to it', async () => {
  const link = join(root, 'heapdump.hprof')
  const program = join(import.meta.dirname, 'fixtures', 'write-snapshot.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program, folder, link])
  const { results, warnings, snapshots } = JSON.parse(stdout) as {
    results: { ok: boolean; value: { path: string; bytes: number } }[]
    warnings: unknown[]
    snapshots: { path: string }[]
  }
  expect(warnings).toEqual([])
  expect(results).toMatchObject([{ ok: true }])
  const path = results[0]?.value.path ?? ''
  expect(snapshots.map((one) => one.path)).toEqual([path])
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readlink(link)).toBe(path)
  const throughLinks = await readFile(join(folder, 'heapdump.hprof'), 'utf8')
  expect(JSON.parse(throughLinks)).toHaveProperty('snapshot.meta')
  expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([])
})

describe('the limit of the heap', () => {
  const asked = {
    execArgv: [],
    nodeOptions: '',
    containerLimitBytes: null,
    hasChildren: true,
    folder: '/d/heap',
  }
  const gibibyte = 2 ** 30

  test('it is a share of the container, less where children share it', () => {
    expect(heapLimitFlags({ ...asked, containerLimitBytes: 2 * gibibyte })).toEqual({
      flags: ['--max-old-space-size=1024', '--max-semi-space-size=16', '--diagnostic-dir=/d/heap'],
      setBy: 'container',
    })
    const alone = { ...asked, containerLimitBytes: gibibyte, hasChildren: false }
    expect(heapLimitFlags(alone).flags[0]).toBe('--max-old-space-size=768')
  })

  test("without a container it is Node's; what somebody has set stays", () => {
    expect(heapLimitFlags(asked)).toEqual({ flags: ['--diagnostic-dir=/d/heap'], setBy: 'node' })
    const limited = { ...asked, containerLimitBytes: gibibyte }
    expect(heapLimitFlags({ ...limited, nodeOptions: '--max_old_space_size=300' })).toEqual({
      flags: ['--diagnostic-dir=/d/heap'],
      setBy: 'operator',
    })
    const both = ['--max-old-space-size=300', '--diagnostic-dir=/tmp']
    expect(heapLimitFlags({ ...limited, execArgv: both })).toEqual({ flags: [], setBy: 'operator' })
  })
})

describe('how full it is', () => {
  test.each([64, 300])('a process that leaks has seen its limit of %i MiB before it ends', async (size) => {
    const program = join(import.meta.dirname, 'fixtures', 'leak.ts')
    const flags = [`--max-old-space-size=${size}`, '--max-semi-space-size=4']
    const leaking = promisify(execFile)(process.execPath, [...flags, program], { env: {} })
    const told = await leaking.then(
      () => [],
      ({ stdout }: { readonly stdout: string }) => stdout.trim().split('\n').map(Number),
    )
    expect(Math.max(...told)).toBeGreaterThan(0.95)
    expect(Math.max(...told)).toBeLessThan(1.1)
  })

  test("V8's own division is taken at its largest; the last of several words counts", () => {
    const gibibyte = 2 ** 30
    expect(oldGenerationLimit({ execArgv: [], nodeOptions: '' }, 4 * gibibyte)).toBe(
      4 * gibibyte - 192 * 2 ** 20,
    )
    expect(oldGenerationLimit({ execArgv: [], nodeOptions: '' }, 2 ** 20)).toBe(2 ** 19)
    const twice = { execArgv: ['--max-old-space-size', '512'], nodeOptions: '--max_old_space_size=256' }
    expect(oldGenerationLimit(twice, gibibyte)).toBe(512 * 2 ** 20)
    const semi = { execArgv: ['--max-semi-space-size=16'], nodeOptions: '' }
    expect(oldGenerationLimit(semi, gibibyte)).toBe(gibibyte - 48 * 2 ** 20)
  })
})
