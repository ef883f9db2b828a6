/** `npm run demo`: makes a small repository with a change in six languages, and reviews it as a user would. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const here = join(import.meta.dirname, 'demo')
const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-demo-'))
try {
  git('init', '-q', '-b', 'main')
  cpSync(join(here, 'base'), folder, { recursive: true })
  commit('The shop as it is')
  git('checkout', '-q', '-b', 'change')
  cpSync(join(here, 'head'), folder, { recursive: true })
  // Put together here, so that no scanner takes the project itself for a leak.
  writeFileSync(join(folder, 'settings.ini'), `[storage]\nkey = ${['AKIA', 'Q7XJ2LTM5VRC3W6D'].join('')}\n`)
  commit('Orders, sessions and a deployment')
  process.stdout.write(
    'A small shop, and a change to it in Python, TypeScript, Go, Java, Ruby and shell:\n\n',
  )
  process.stdout.write(git('diff', '--stat', 'main', 'change'))
  process.stdout.write('\n$ autogen-bot review --base main --head change\n\n')
  const review = spawnSync(
    process.execPath,
    [
      join(import.meta.dirname, '..', 'bin', 'autogen-bot.js'),
      'review',
      '--repo',
      folder,
      '--base',
      'main',
      '--head',
      'change',
    ],
    { stdio: 'inherit', env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) } },
  )
  process.exitCode = review.status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function git(...args: readonly string[]): string {
  const identity = {
    GIT_AUTHOR_NAME: 'Demo',
    GIT_AUTHOR_EMAIL: 'demo@example.test',
    GIT_COMMITTER_NAME: 'Demo',
    GIT_COMMITTER_EMAIL: 'demo@example.test',
  }
  const run = spawnSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...identity, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
  })
  if (run.status !== 0) throw new Error(`git ${args[0]}: ${run.error?.message ?? run.stderr}`)
  return run.stdout
}

function commit(message: string): void {
  git('add', '--all')
  git('commit', '-q', '-m', message)
}
