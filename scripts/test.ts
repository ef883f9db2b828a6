/**
 * The test command: brings what the tests run against, then runs them. On Debian as root it installs what is missing;
 * elsewhere it names it. Words behind it go to vitest: `npm test -- src/review`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

interface Need {
  readonly program: string
  readonly debianPackage: string
}

const needs: readonly Need[] = [
  { program: 'git', debianPackage: 'git' },
  { program: 'bwrap', debianPackage: 'bubblewrap' },
  { program: 'shellcheck', debianPackage: 'shellcheck' },
  { program: 'redis-server', debianPackage: 'redis-server' },
  { program: 'curl', debianPackage: 'curl' },
  { program: 'ps', debianPackage: 'procps' },
  { program: 'chromium', debianPackage: 'chromium' },
  { program: 'prometheus', debianPackage: 'prometheus' },
  { program: 'promtool', debianPackage: 'prometheus' },
  { program: 'prometheus-alertmanager', debianPackage: 'prometheus-alertmanager' },
  { program: 'amtool', debianPackage: 'prometheus-alertmanager' },
]

const missing = needs.filter(({ program }) => !isInstalled(program))
if (missing.length > 0) bring(missing)

const vitest = join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs')
const tests = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { stdio: 'inherit' })
process.exitCode = tests.status ?? 1

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}

function bring(programs: readonly Need[]): void {
  const packages = [...new Set(programs.map(({ debianPackage }) => debianPackage))]
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !isInstalled('apt-get')) {
    process.stderr.write(
      `The tests need ${programs.map(({ program }) => program).join(', ')}. ` +
        `Install the packages ${packages.join(', ')} (Debian: apt-get install ${packages.join(' ')}) and start again.\n`,
    )
    process.exit(2)
  }
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'],
    // The runlevel keeps servers from being started by their packages: the tests start their own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  }
  process.stderr.write(`Installing ${packages.join(', ')}...\n`)
  spawnSync('apt-get', ['update', '-qq'], options)
  const installed = spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    options,
  )
  if (installed.status !== 0) {
    process.stderr.write(
      `apt-get could not install ${packages.join(', ')}; install them by hand and start again.\n`,
    )
    process.exit(2)
  }
}
