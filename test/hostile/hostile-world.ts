/** One hostile repository with everything around it in a folder of its own: markers, the program's temporary folder, the outside. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openRepository, type Repository } from '../world/repository.ts'
import { type Payloads, payloadsFor } from './payloads.ts'

export interface HostileWorld {
  readonly repository: Repository
  /** Of the repository; the program is started here. */
  readonly folder: string
  /** Beside the repository: what a link or an alternate out of it may reach. */
  readonly outside: string
  readonly home: string
  /** `TMPDIR` of the program. */
  readonly temporary: string
  readonly markers: string
  readonly payload: Payloads
  /** Everything of this case is below it. */
  readonly root: string
  /** Puts a branch into the work tree, as it is in a developer's clone. */
  checkOut(branch?: string): void
  /** Writes a file below the repository's folder, `.git` included. */
  write(path: string, content: string | Buffer, mode?: number): void
  configure(gitConfig: string): void
  /** Runs git with an input. */
  gitWithInput(input: string | Buffer, ...args: string[]): string
  remove(): void
}

export function createHostileWorld(): HostileWorld {
  const root = mkdtempSync(join(tmpdir(), 'autogen-bot-hostile-'))
  // Node looks for one upwards, and what it said there would decide whether a trap can spring.
  writeFileSync(join(root, 'package.json'), '{}')
  const [folder, outside, home, temporary, markers] = ['repository', 'outside', 'home', 'tmp', 'markers'].map(
    (name) => {
      const path = join(root, name)
      mkdirSync(path)
      return path
    },
  ) as [string, string, string, string, string]
  const repository = openRepository(folder)
  const write = (path: string, content: string | Buffer, mode = 0o644) => {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    chmodSync(file, mode)
  }
  return {
    repository,
    folder,
    outside,
    home,
    temporary,
    markers,
    payload: payloadsFor(join(markers, 'ran')),
    root,
    checkOut: (branch = 'change') => void repository.git('checkout', '-q', '-f', branch),
    write,
    configure: (gitConfig) => appendFileSync(join(folder, '.git', 'config'), `\n${gitConfig}\n`),
    gitWithInput(input, ...args) {
      const result = spawnSync('git', args, {
        cwd: folder,
        input,
        env: { ...process.env, HOME: home, ...identity },
      })
      if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`)
      return result.stdout.toString('utf8').trimEnd()
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

const identity = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.test',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.test',
}
