/**
 * The commands that operators of the first version had, as written, on one machine: Redis on its usual port and the heap
 * file in /tmp are made so in a room of its own (a network and a /tmp that nobody else has).
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createShell } from '../../src/adapters/shell/create-shell.ts'
import { createSurroundings } from '../../src/app/service/runbook-surroundings.ts'
import type { RunbookStep } from '../../src/ops/runbook/runbook-page.ts'
import { eventually } from '../world/eventually.ts'
import { openRiskyPull } from '../world/shop.ts'
import type { Scene } from './scene.ts'

const never = new AbortController().signal
const root = join(import.meta.dirname, '..', '..')

export async function originalCommands(scene: Scene): Promise<void> {
  const { backbone, env, world } = scene
  const step = { command: 'autogen-bot', needs: [] as const } as unknown as RunbookStep
  const given = createSurroundings(backbone.config, env).env(step)
  const type = async (command: string) => {
    const shell = createShell({ folder: scene.folder })
    const result = await shell.run({ command, env: given, timeoutMs: 30_000, outputBytesMax: 65_536 }, never)
    expect({ command, ...result }).toMatchObject({ command, exitCode: 0 })
    return result.stdout
  }
  const url = given.AUTOGEN_URL
  await type(`curl -f ${url}/health`)
  expect(await type('ps aux --sort=-%mem')).toContain('autogen-bot all')
  const asked = 'curl -H "Authorization: token $GITHUB_TOKEN" "$AUTOGEN_API_URL"/rate_limit'
  expect(await type(`export GITHUB_TOKEN=$(autogen-bot github token); ${asked}`)).toContain('"resources"')
  expect(await type('cat "$AUTOGEN_LOG_FILE" | grep "processing_time"')).toContain('"processing_time":')

  await type('autogen-bot mitigate pause')
  await openRiskyPull(world, 'more-orders')
  const waiting = async () => (await backbone.store.jobs.counts()).byState.waiting
  await eventually('the second review to wait', async () => (await waiting()) > 0)
  const room = inRoom(scene)
  await eventually(
    'the list to be as long',
    async () => Number(await type(room('redis-cli -c llen webhook_queue'))) === (await waiting()),
  )
  expect(Number(await type(room('cat /tmp/heapdump.hprof | wc -c')))).toBeGreaterThan(1_000_000)

  world.github.faults.set({ kind: 'primary-limit', times: 1, retryAfterS: 1 })
  await type('autogen-bot mitigate resume')
  const limited = 'cat "$AUTOGEN_LOG_FILE" | grep "rate.limit"'
  await eventually('the limit to be logged', async () =>
    (await type(`${limited} || true`)).includes('API rate limit exceeded'),
  )
}

/** A machine as the original knew it. */
function inRoom({ folder, redisSocket, env }: Scene): (command: string) => string {
  const forward = join(folder, 'room.mjs')
  writeFileSync(
    forward,
    `import { spawnSync, spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'
const server = createServer((one) => {
  const other = connect(process.argv[2])
  one.pipe(other).pipe(one)
})
server.listen(6379, '127.0.0.1', () => {
  const child = spawn('sh', ['-c', process.argv[3]], { stdio: 'inherit' })
  child.on('close', (code) => process.exit(code ?? 1))
})
`,
  )
  const walls = [
    ...['--dev-bind', '/', '/', '--unshare-net', '--bind', join(folder, 'tmp'), '/tmp'],
    ...['--bind', folder, folder, '--bind', env.AUTOGEN_DATA_FOLDER, env.AUTOGEN_DATA_FOLDER],
    // A checkout may lie below /tmp itself.
    ...['--bind', root, root],
  ]
  return (command) =>
    ['bwrap', ...walls, process.execPath, forward, redisSocket, command].map((word) => `'${word}'`).join(' ')
}
