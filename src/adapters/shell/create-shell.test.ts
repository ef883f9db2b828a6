import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { until } from '../../../test/world/until.ts'
import type { ShellRequest } from '../../ports/shell/shell.ts'
import { createShell } from './create-shell.ts'

const never = new AbortController().signal

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'autogen-bot-shell-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function run(command: string, more: Partial<ShellRequest> = {}, signal = never, place = tmpdir()) {
  const env = { PATH: process.env.PATH ?? '' }
  return createShell({ folder: place }).run(
    { command, env, timeoutMs: 20_000, outputBytesMax: 1_000, ...more },
    signal,
  )
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

test('it answers with both streams and the exit code', async () => {
  expect(await run('echo out; echo err >&2; exit 3')).toMatchObject({
    exitCode: 3,
    ended: 'by-itself',
    stdout: 'out\n',
    stderr: 'err\n',
    isCut: false,
  })
})

test('it sees what it is given and nothing else', async () => {
  process.env.AUTOGEN_SHELL_TEST = 'a secret'
  onTestFinished(() => void delete process.env.AUTOGEN_SHELL_TEST)
  const { stdout } = await run('env', { env: { PATH: '/usr/bin:/bin', GIVEN: '$(id) "; ls' } })
  expect(stdout.split('\n').filter((line) => !/^(?:PWD|SHLVL|_|OLDPWD)=/.test(line))).toEqual(
    expect.arrayContaining(['GIVEN=$(id) "; ls']),
  )
  expect(stdout).not.toContain('AUTOGEN_SHELL_TEST')
})

test('at its time it ends, with everything that it has started and whatever that ignores', async () => {
  const place = folder()
  const command = `trap '' TERM; sh -c "trap '' TERM; echo \\$\\$ >'${place}/pid'; sleep 100" & wait; sleep 100`
  const result = await run(command, { timeoutMs: 300 })
  expect(result).toMatchObject({ exitCode: null, ended: 'out-of-time' })
  const pid = Number(readFileSync(join(place, 'pid'), 'utf8'))
  await until(() => !isAlive(pid))
})

test('what it leaves running ends with it', async () => {
  const result = await run('sleep 100 & echo $!')
  expect(result).toMatchObject({ exitCode: 0, ended: 'by-itself' })
  await until(() => !isAlive(Number(result.stdout)))
})

test('it is stopped when nobody waits for it any more', async () => {
  const stop = new AbortController()
  const running = run('sleep 100', {}, stop.signal)
  stop.abort()
  expect(await running).toMatchObject({ exitCode: null, ended: 'stopped' })
  expect(await run('sleep 100', {}, AbortSignal.abort())).toMatchObject({ ended: 'stopped' })
})

test('of what it says a part is kept, and the rest does not stop it', async () => {
  const result = await run('head -c 1000000 /dev/zero | tr "\\0" x; echo done >&2')
  expect(result).toMatchObject({ exitCode: 0, isCut: true, stderr: 'done\n' })
  expect(result.stdout).toHaveLength(1_000)
})

test('it reads nothing from the terminal, and is told when it cannot start', async () => {
  expect(await run('cat')).toMatchObject({ exitCode: 0, stdout: '' })
  expect(await run('true', {}, never, '/nonexistent')).toMatchObject({ ended: 'not-started' })
  expect(await run('kill -9 $$')).toMatchObject({ exitCode: null, ended: 'by-signal' })
})
