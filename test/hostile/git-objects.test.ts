/** Objects and refs that lie: replaced, grafted, borrowed, named like options, ambiguous, malformed. */
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type HostileCase, hostileCases } from './hostile-cases.ts'
import type { HostileWorld } from './hostile-world.ts'
import {
  coverageOf,
  expectFinding,
  expectPlanted,
  plant,
  plantedPython,
  plantedPythonLine,
} from './planted.ts'

/** Refs that name no commit, or that try to be something else. */
const unusableRefs = [
  '--output=pwned',
  '-h',
  '--upload-pack=touch pwned',
  'change:planted.py',
  'main..change',
  '^main',
  '@{-1}',
  ':/nothing like this',
  'change\nmain',
  'refs/heads/*',
  '$(touch pwned)',
  '0000000000000000000000000000000000000000',
  '../../../../etc/passwd',
] as const

/** A commit on main, and one on `change` with this tree. */
function commitTree(world: HostileWorld, tree: (blob: string) => string): void {
  world.repository.commit('main', { 'README.md': '# A project\n' })
  const blob = world.gitWithInput(plantedPython, 'hash-object', '-w', '--stdin')
  const commit = world.gitWithInput('odd\n', 'commit-tree', tree(blob), '-p', 'main')
  world.repository.git('update-ref', 'refs/heads/change', commit)
}

/** A tree object from its raw entries, whatever git thinks of them. */
function rawTree(
  world: HostileWorld,
  entries: readonly (readonly [mode: string, name: string, object: string])[],
): string {
  const bytes = entries.flatMap(([mode, name, object]) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(object, 'hex'),
  ])
  return world.gitWithInput(Buffer.concat(bytes), 'hash-object', '-t', 'tree', '-w', '--literally', '--stdin')
}

const cases: readonly HostileCase[] = [
  {
    name: 'replace refs that put a harmless commit and blob in the place of the real ones',
    build(world) {
      plant(world, {})
      const harmless = world.gitWithInput('harmless = 1\n', 'hash-object', '-w', '--stdin')
      world.repository.git('replace', world.repository.git('rev-parse', 'change:planted.py'), harmless)
      world.repository.git('replace', '-f', 'change', 'main')
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'grafts and a shallow file that move the merge base',
    build(world) {
      world.repository.commit('main', { a: '1\n' })
      plant(world, {})
      const graft = `${world.repository.git('rev-parse', 'change')}\n`
      world.write('.git/info/grafts', graft)
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'all objects borrowed through alternates, which also name themselves and nowhere',
    build(world) {
      plant(world, {})
      const objects = join(world.folder, '.git', 'objects')
      const elsewhere = join(world.outside, 'objects')
      renameSync(objects, elsewhere)
      mkdirSync(join(objects, 'info'), { recursive: true })
      writeFileSync(
        join(objects, 'info', 'alternates'),
        `${elsewhere}\n${objects}\n/nonexistent/objects\n/etc\n`,
      )
      appendFileSync(join(elsewhere, 'info', 'alternates'), `${objects}\n`)
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'a .git that is a file and points out of the folder',
    build(world) {
      plant(world, {})
      renameSync(join(world.folder, '.git'), join(world.outside, 'moved.git'))
      world.write('.git', `gitdir: ${join(world.outside, 'moved.git')}\n`)
      mkdirSync(join(world.root, 'plain.git', 'objects', 'info'), { recursive: true })
      world.gitWithInput('', 'init', '-q', '--bare', join(world.root, 'plain.git'))
      writeFileSync(
        join(world.root, 'plain.git', 'objects', 'info', 'alternates'),
        `${join(world.outside, 'moved.git', 'objects')}\n`,
      )
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'a branch named like an option',
    build(world) {
      plant(world, {})
      world.repository.git('update-ref', 'refs/heads/--output=pwned', 'change')
      return { args: ['--base', 'main', '--head=--output=pwned'] }
    },
    expects: expectPlanted,
  },
  {
    name: 'branches with blanks of other scripts, quotes, dollars and semicolons',
    build(world) {
      plant(world, {})
      const name = `a;$(touch\${IFS}pwned)\`id\`"'&|<>\u2028\u202eé`
      world.repository.git('update-ref', `refs/heads/${name}`, 'change')
      return { args: ['--base', 'main', '--head', name] }
    },
    expects: expectPlanted,
  },
  {
    name: 'a branch and a tag of one name: read as git itself resolves it',
    build(world) {
      plant(world, {})
      world.repository.commit('other', { 'other.py': plantedPython }, { from: 'main' })
      world.repository.git('tag', 'change', 'other')
      return undefined
    },
    expects(report, world) {
      expect(report.head).toBe(world.repository.git('rev-parse', 'refs/tags/change'))
      expect(report.coverage.map(({ path }) => path)).toEqual(['other.py'])
    },
  },
  {
    name: 'a branch named like the object name of another commit',
    build(world) {
      plant(world, {})
      const change = world.repository.git('rev-parse', 'change')
      world.repository.git('update-ref', `refs/heads/${change}`, 'main')
      return { args: ['--base', 'main', '--head', change] }
    },
    expects: expectPlanted,
  },
  {
    name: 'refs that are loops, links out of the repository and garbage beside the good ones',
    build(world) {
      plant(world, {})
      world.write('.git/refs/heads/loop', 'ref: refs/heads/loop\n')
      world.write('.git/refs/heads/out', 'ref: ../../../outside/x\n')
      world.write('.git/refs/heads/garbage', 'not an object name\n')
      world.write('.git/HEAD', 'ref: refs/heads/nothing-yet\n')
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'an annotated tag of a tag of a commit',
    build(world) {
      plant(world, {})
      world.repository.git('tag', '-a', '-m', 'one', 'one', 'change')
      world.repository.git('tag', '-a', '-m', 'two', 'two', 'one')
      return { args: ['--base', 'main', '--head', 'two'] }
    },
    expects: expectPlanted,
  },
  ...unusableRefs.map(
    (ref): HostileCase => ({
      name: `a head that names no commit: ${JSON.stringify(ref)}`,
      build(world) {
        plant(world, {})
        return { args: ['--base', 'main', `--head=${ref}`] }
      },
      refusedWith: /names no commit/,
    }),
  ),
  {
    name: 'a head that is a tree, and one that is a blob',
    build(world) {
      plant(world, {})
      return { args: ['--base', 'main', '--head', world.repository.git('rev-parse', 'change^{tree}')] }
    },
    refusedWith: /names no commit/,
  },
  {
    name: 'entries named .., . and .git',
    build(world) {
      commitTree(world, (blob) => {
        const inner = rawTree(world, [['100644', 'evil.py', blob]])
        return rawTree(world, [
          ['40000', '.', inner],
          ['40000', '..', inner],
          ['40000', '.git', inner],
          ['100644', 'planted.py', blob],
        ])
      })
      return undefined
    },
    expects(report) {
      expectFinding(report, { path: 'planted.py', line: plantedPythonLine })
      expect(report.coverage.map(({ path }) => path)).toContain('../evil.py')
    },
  },
  {
    name: 'entries whose names hold slashes, absolute paths and nothing at all',
    build(world) {
      commitTree(world, (blob) =>
        rawTree(world, [
          ['100644', '../../escape.py', blob],
          ['100644', '/tmp/absolute.py', blob],
          ['100644', 'planted.py', blob],
        ]),
      )
      return undefined
    },
    expects: (report) => expectFinding(report, { path: 'planted.py', line: plantedPythonLine }),
  },
  {
    name: 'entries with modes that do not exist',
    build(world) {
      commitTree(world, (blob) =>
        rawTree(world, [
          ['100664', 'group.py', blob],
          ['100600', 'own.py', blob],
          ['104755', 'setuid.py', blob],
        ]),
      )
      return undefined
    },
    expects: (report) => expectFinding(report, { path: 'own.py', line: plantedPythonLine }),
  },
  {
    name: 'an entry twice in one tree',
    build(world) {
      commitTree(world, (blob) => {
        const other = world.gitWithInput('other = 1\n', 'hash-object', '-w', '--stdin')
        return rawTree(world, [
          ['100644', 'planted.py', blob],
          ['100644', 'twice.py', other],
          ['100644', 'twice.py', blob],
        ])
      })
      return undefined
    },
    refusedWith: /holds twice\.py twice/,
  },
  {
    name: 'an entry that says file and is a tree',
    build(world) {
      commitTree(world, (blob) => {
        const inner = rawTree(world, [['100644', 'evil.py', blob]])
        return rawTree(world, [
          ['100644', 'not-a-file.py', inner],
          ['100644', 'planted.py', blob],
        ])
      })
      return undefined
    },
    expects(report) {
      expectFinding(report, { path: 'planted.py', line: plantedPythonLine })
      expect(coverageOf(report, 'not-a-file.py').status).toBe('skipped')
    },
  },
  {
    name: 'a commit whose author, date and message are garbage',
    build(world) {
      plant(world, {})
      const tree = world.repository.git('rev-parse', 'change^{tree}')
      const parent = world.repository.git('rev-parse', 'main')
      const odd = `tree ${tree}\nparent ${parent}\nauthor \u001b]0;x\u0007 <> 99999999999999 +9999\ncommitter <<>> -1 x\nencoding \u0000\n\n\u001b[2J\u0000`
      const commit = world.gitWithInput(odd, 'hash-object', '-t', 'commit', '-w', '--literally', '--stdin')
      world.repository.git('update-ref', 'refs/heads/change', commit)
      return { args: ['--base', 'main', '--head', commit] }
    },
    expects: expectPlanted,
  },
  {
    name: 'unrelated histories',
    build(world) {
      plant(world, {})
      world.repository.commit('island', { 'planted.py': plantedPython }, { from: null })
      return { args: ['--base', 'main', '--head', 'island'] }
    },
    refusedWith: /share no commit/,
  },
  {
    name: 'a damaged object in the middle of the change',
    build(world) {
      plant(world, {})
      // A loose object with bytes that do not inflate, under the name of one that the change needs.
      const name = '00'.repeat(20)
      world.write(`.git/objects/00/${name.slice(2)}`, 'garbage')
      const tree = rawTree(world, [
        ['100644', 'damaged.py', name],
        ['100644', 'planted.py', world.repository.git('rev-parse', 'change:planted.py')],
      ])
      const commit = world.gitWithInput('damaged\n', 'commit-tree', tree, '-p', 'main')
      world.repository.git('update-ref', 'refs/heads/change', commit)
      return undefined
    },
    refusedWith: /git|object/,
  },
]

hostileCases('objects and refs', cases)
