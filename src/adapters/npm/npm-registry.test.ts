import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNpmRegistry } from './npm-registry.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'npm-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const { signal } = new AbortController()

/** An npm of this test's own: says this, ends with that. */
async function withNpm(answer: unknown, exitCode = 1, env: Record<string, string> = {}) {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  await writeFile(join(folder, 'answer'), text)
  const script = `#!/bin/sh\necho "$@" > words\nenv > seen\ncat answer\nexit ${exitCode}\n`
  await writeFile(join(folder, 'npm'), script)
  await chmod(join(folder, 'npm'), 0o755)
  return createNpmRegistry({ folder, env: { PATH: `${folder}:/usr/bin:/bin`, ...env } })
}

test('advisories, the most severe first, with what mends them', async () => {
  const npm = await withNpm({
    vulnerabilities: {
      left: { severity: 'low', via: ['right'], fixAvailable: true },
      right: { severity: 'critical', via: [{ title: 'It runs what it is given' }], fixAvailable: false },
      up: {
        severity: 'high',
        via: [{ title: 'It hangs' }, 'left'],
        fixAvailable: { name: 'up', version: '2.0.0' },
      },
    },
  })
  expect(await npm.advisories(signal)).toEqual({
    ok: true,
    value: [
      { module: 'right', severity: 'critical', title: 'It runs what it is given', mend: null },
      { module: 'up', severity: 'high', title: 'It hangs', mend: 'up 2.0.0' },
      { module: 'left', severity: 'low', title: 'through right', mend: 'a newer version within its range' },
    ],
  })
})

test('versions behind, without what only developers need', async () => {
  const npm = await withNpm({
    left: { current: '1.0.0', wanted: '1.1.0', latest: '2.0.0', type: 'dependencies' },
    tool: { current: '1.0.0', wanted: '1.1.0', latest: '2.0.0', type: 'devDependencies' },
    gone: { wanted: '1.1.0', latest: '2.0.0', type: 'dependencies' },
  })
  expect(await npm.newer(signal)).toEqual({
    ok: true,
    value: [{ module: 'left', current: '1.0.0', latest: '2.0.0' }],
  })
  expect(await (await withNpm('', 0)).newer(signal)).toEqual({ ok: true, value: [] })
})

test('a registry that is away, an npm that is not there, words that are no answer: a sentence each', async () => {
  const away = await withNpm({
    error: { code: 'ENOTFOUND', summary: 'request to the registry failed\nmore' },
  })
  expect(await away.advisories(signal)).toEqual({
    ok: false,
    failure:
      'The registry could not be asked: request to the registry failed. Run "npm audit" where it can be reached.',
  })
  const mute = await withNpm('npm ERR! what')
  expect(await mute.newer(signal)).toMatchObject({
    ok: false,
    failure: expect.stringContaining('can be read'),
  })
  await rm(join(folder, 'npm'))
  const none = createNpmRegistry({ folder, env: { PATH: folder } })
  expect(await none.advisories(signal)).toMatchObject({
    ok: false,
    failure: expect.stringContaining('npm is not installed here'),
  })
})

test('npm sees no secret of the service', async () => {
  const npm = await withNpm({ vulnerabilities: {} }, 0, {
    DATABASE_URL: 'postgres://u:p@h/d',
    AUTOGEN_WEBHOOK_SECRET: 'x',
    HTTPS_PROXY: 'http://proxy:3128',
  })
  expect(await npm.advisories(signal)).toEqual({ ok: true, value: [] })
  const seen = await readFile(join(folder, 'seen'), 'utf8')
  expect(seen).toContain('HTTPS_PROXY=')
  expect(seen).not.toMatch(/DATABASE_URL|AUTOGEN/)
  expect(await readFile(join(folder, 'words'), 'utf8')).toMatch(/^audit --json --omit=dev /)
})
