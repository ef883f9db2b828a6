/** Everything in a repository's own settings, and in the caller's environment, by which git runs programs or looks elsewhere. */
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Files } from '../world/repository.ts'
import { type HostileCase, hostileCases } from './hostile-cases.ts'
import type { HostileWorld } from './hostile-world.ts'
import { coverageOf, expectPlanted, plant, plantedPython, plantedScript } from './planted.ts'

const hooks = [
  'post-checkout',
  'post-index-change',
  'reference-transaction',
  'pre-commit',
  'post-commit',
  'post-merge',
  'post-rewrite',
  'pre-auto-gc',
  'fsmonitor-watchman',
  'pre-push',
  'update',
  'pre-receive',
  'post-receive',
  'proc-receive',
  'applypatch-msg',
  'prepare-commit-msg',
  'commit-msg',
  'sendemail-validate',
  'pre-rebase',
  'pre-merge-commit',
] as const

/** With everything in the work tree, and a stale index, so that git has a reason to look at files again. */
function plantWith(world: HostileWorld, files: Files = {}): void {
  plant(world, files, files)
  world.checkOut()
  world.write('README.md', '# A project, edited\n')
}

/** A program in `.git`, named by its absolute path. */
function program(world: HostileWorld): string {
  world.write('.git/evil.sh', `#!/bin/sh\n${world.payload.shell}\nexit 0\n`, 0o755)
  return join(world.folder, '.git', 'evil.sh')
}

const cases: readonly HostileCase[] = [
  {
    name: 'core.fsmonitor names a program',
    build(world) {
      plantWith(world)
      world.configure(`[core]\n\tfsmonitor = ${program(world)}`)
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'status'],
  },
  {
    name: 'core.fsmonitor names a program, and the working tree is reviewed',
    build(world) {
      plant(world, {})
      world.checkOut()
      world.write('planted-too.py', plantedPython)
      world.configure(`[core]\n\tfsmonitor = ${program(world)}\n\tuntrackedCache = true\n\tsplitIndex = true`)
      return { args: ['--base', 'main', '--working-tree'] }
    },
    expects: expectPlanted,
    careless: () => ['git', 'status'],
  },
  {
    name: 'diff.external names a program',
    build(world) {
      plantWith(world)
      world.configure(`[diff]\n\texternal = ${program(world)}`)
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'diff', 'main', 'change'],
  },
  {
    name: 'a diff driver with a command, chosen by .gitattributes',
    build(world) {
      plantWith(world, { '.gitattributes': '* diff=evil\n' })
      world.configure(`[diff "evil"]\n\tcommand = ${program(world)}\n\txfuncname = "("`)
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'diff', 'main', 'change'],
  },
  {
    name: 'a diff driver with a textconv that caches its answers, chosen by .gitattributes',
    build(world) {
      plantWith(world, { '.gitattributes': '* diff=evil\n' })
      world.configure(
        `[diff "evil"]\n\ttextconv = ${program(world)}\n\tcachetextconv = true\n\tbinary = true`,
      )
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'diff', 'main', 'change'],
  },
  {
    name: 'clean, smudge and process filters, chosen by .gitattributes',
    build(world) {
      plantWith(world, { '.gitattributes': '* filter=evil\n*.py filter=slow\n' })
      const evil = program(world)
      world.configure(
        `[filter "evil"]\n\tclean = ${evil}\n\tsmudge = ${evil}\n\trequired = true\n[filter "slow"]\n\tprocess = ${evil}\n\trequired = true`,
      )
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'checkout', '-f', 'main'],
  },
  {
    name: 'clean and process filters, and the working tree is reviewed',
    build(world) {
      plant(world, { '.gitattributes': '* filter=evil text=auto eol=crlf\n*.py filter=slow\n' })
      world.checkOut()
      const evil = program(world)
      world.write('added.py', plantedPython)
      world.configure(
        `[core]\n\tautocrlf = true\n[filter "evil"]\n\tclean = ${evil}\n\trequired = true\n[filter "slow"]\n\tprocess = ${evil}\n\trequired = true`,
      )
      return { args: ['--base', 'main', '--working-tree'] }
    },
    expects: expectPlanted,
    careless: () => ['git', 'add', '--all'],
  },
  {
    name: 'a repository inside the working tree whose own settings run a filter and a monitor',
    build(world) {
      plant(world, {})
      world.checkOut()
      const inner = join(world.folder, 'inner')
      mkdirSync(inner)
      const evil = program(world)
      world.repository.git('-C', inner, 'init', '-q', '-b', 'main')
      world.write('inner/a.txt', 'a\n')
      world.write('inner/.gitattributes', '* filter=evil\n')
      world.repository.git('-C', inner, 'add', '-A')
      world.repository.git('-C', inner, 'commit', '-q', '-m', 'inner')
      world.repository.git('add', 'inner')
      world.write('inner/a.txt', 'b\n')
      world.write(
        'inner/.git/config',
        `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tfsmonitor = ${evil}\n[filter "evil"]\n\tclean = ${evil}\n\trequired = true\n`,
      )
      return { args: ['--base', 'main', '--working-tree'] }
    },
    expects: expectPlanted,
    careless: () => ['git', 'status'],
  },
  {
    name: 'a merge driver, merge tools and rerere',
    build(world) {
      plantWith(world, { '.gitattributes': '* merge=evil\n' })
      const evil = program(world)
      world.configure(
        `[merge "evil"]\n\tdriver = ${evil}\n[merge]\n\ttool = evil\n[mergetool "evil"]\n\tcmd = ${evil}\n[rerere]\n\tenabled = true`,
      )
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'every hook in .git/hooks',
    build(world) {
      plantWith(world)
      for (const hook of hooks)
        world.write(`.git/hooks/${hook}`, `#!/bin/sh\n${world.payload.shell}\n`, 0o755)
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'checkout', '-f', 'main'],
  },
  {
    name: 'core.hooksPath into the tree of the change',
    build(world) {
      plantWith(world, { 'tools/post-checkout': { executable: `#!/bin/sh\n${world.payload.shell}\n` } })
      world.configure('[core]\n\thooksPath = tools')
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'checkout', '-f', 'change'],
  },
  {
    name: 'core.pager, core.editor, aliases of the commands in use, credential and askpass helpers',
    build(world) {
      plantWith(world)
      const evil = program(world)
      const aliases = [
        'diff-tree',
        'cat-file',
        'rev-parse',
        'merge-base',
        'ls-tree',
        'write-tree',
        'add',
        'evil',
      ]
      world.configure(`[core]\n\tpager = ${evil}\n\teditor = ${evil}\n\taskPass = ${evil}\n\tgitProxy = ${evil}
[sequence]\n\teditor = ${evil}
[pager]\n\tdiff-tree = ${evil}\n\trev-parse = ${evil}\n\tcat-file = ${evil}
[interactive]\n\tdiffFilter = ${evil}
[credential]\n\thelper = !${evil}
[browser "x"]\n\tcmd = ${evil}
[diff]\n\ttool = x\n\tguitool = x
[difftool "x"]\n\tcmd = ${evil}
[alias]\n${aliases.map((alias) => `\t${alias} = !${evil}`).join('\n')}`)
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'evil'],
  },
  {
    name: 'core.sshCommand with a remote, a remote helper and a promisor',
    build(world) {
      plantWith(world)
      world.configure(
        `[core]\n\tsshCommand = ${program(world)}\n[remote "origin"]\n\turl = ssh://127.0.0.1/x\n\tuploadpack = ${program(world)}\n\tvcs = evil\n[remote "other"]\n\turl = ssh://127.0.0.1/x\n[branch "change"]\n\tremote = origin\n\tmerge = refs/heads/main`,
      )
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'fetch', 'other'],
  },
  {
    name: 'core.alternateRefsCommand, with an alternate to ask it about',
    build(world) {
      plantWith(world)
      world.repository.git('init', '-q', '--bare', join(world.outside, 'other.git'))
      world.write('.git/objects/info/alternates', `${join(world.outside, 'other.git', 'objects')}\n`)
      world.configure(
        `[core]\n\talternateRefsCommand = ${program(world)}\n\talternateRefsPrefixes = refs/heads`,
      )
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'rev-list', '--count', '--alternate-refs'],
  },
  {
    name: 'include.path and includeIf bring settings from outside',
    build(world) {
      plantWith(world)
      writeFileSync(join(world.outside, 'more.config'), `[core]\n\tfsmonitor = ${program(world)}\n`)
      world.configure(
        `[include]\n\tpath = ${join(world.outside, 'more.config')}\n[includeIf "gitdir:/"]\n\tpath = ${join(world.outside, 'more.config')}`,
      )
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'status'],
  },
  {
    name: 'settings that include themselves, and ones that cannot be read',
    build(world) {
      plantWith(world)
      world.configure('[include]\n\tpath = config\n\tpath = /dev/null\n\tpath = /nonexistent\n')
      return undefined
    },
    refusedWith: /git repository|git|config/,
  },
  {
    name: 'uploadpack.packObjectsHook and uploadpack settings',
    build(world) {
      plantWith(world)
      const evil = program(world)
      world.configure(
        `[uploadpack]\n\tpackObjectsHook = ${evil}\n\tallowAnySHA1InWant = true\n[receive]\n\tprocReceiveRefs = refs\n[gc]\n\tauto = 1\n[maintenance]\n\tauto = true\n\tstrategy = incremental`,
      )
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'signatures that a program of the repository checks',
    build(world) {
      plant(world, {})
      const signed = world.repository
        .git('cat-file', 'commit', 'change')
        .replace(
          /^(committer .*)$/m,
          '$1\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQEz\n -----END PGP SIGNATURE-----',
        )
      const commit = world.gitWithInput(`${signed}\n`, 'hash-object', '-t', 'commit', '-w', '--stdin')
      world.repository.git('update-ref', 'refs/heads/change', commit)
      world.checkOut()
      world.configure(
        `[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${program(world)}\n[gpg "ssh"]\n\tdefaultKeyCommand = ${program(world)}`,
      )
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'log', '-1', '--show-signature', 'change'],
  },
  {
    name: 'a partial clone that lacks a blob, and an ext:: remote that would bring it',
    build(world) {
      plant(world, { 'absent.py': 'absent = 1\n' })
      forget(world, world.repository.git('rev-parse', 'change:absent.py'))
      world.configure(
        `[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ext::${program(world)}\n\tpromisor = true\n\tpartialclonefilter = blob:none\n[protocol "ext"]\n\tallow = always\n[protocol]\n\tallow = always`,
      )
      return undefined
    },
    // Nothing is fetched: what is there is reviewed, and the rest is named.
    expects(report) {
      expectPlanted(report)
      expect(coverageOf(report, 'absent.py')).toMatchObject({
        status: 'skipped',
        reason: 'Its content is not in this repository (a partial clone).',
      })
      expect(coverageOf(report, 'planted.py')).toMatchObject({
        status: 'partly',
        reason: expect.stringContaining('compared by their content'),
      })
    },
    careless: () => ['git', 'cat-file', '-p', 'change:absent.py'],
  },
  {
    name: 'info/attributes, core.attributesFile and .gitattributes hide every file from diffs',
    build(world) {
      const hidden =
        '* -diff binary linguist-generated linguist-vendored export-ignore -text working-tree-encoding=UTF-16\n'
      plantWith(world, { '.gitattributes': hidden })
      world.write('.git/info/attributes', hidden)
      world.write('.git/more-attributes', hidden)
      world.configure(
        `[core]\n\tattributesFile = ${join(world.folder, '.git', 'more-attributes')}\n\tbigFileThreshold = 1`,
      )
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'settings that change what a diff says: prefixes, word diff, order, rename limits, ignored blanks',
    build(world) {
      plantWith(world)
      world.write('.git/order', 'zzz\n')
      world.configure(
        `[diff]\n\tnoprefix = true\n\tmnemonicPrefix = true\n\trenames = copies\n\trenameLimit = 1\n\tcontext = 0\n\tinterHunkContext = 99\n\talgorithm = patience\n\twsErrorHighlight = all\n\tcolorMoved = zebra\n\tignoreSubmodules = all\n\torderFile = .git/order\n\tsubmodule = log\n\tsuppressBlankEmpty = true\n[color]\n\tui = always\n\tdiff = always\n[core]\n\tquotePath = false\n\tabbrev = 4\n\tignoreCase = true\n\tprecomposeUnicode = true\n\tcompression = 9\n[i18n]\n\tlogOutputEncoding = UTF-16`,
      )
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'the environment of the caller: another repository, programs and settings',
    build(world) {
      plantWith(world)
      const evil = program(world)
      const trace = join(world.root, 'trace')
      return {
        env: {
          GIT_DIR: '/nonexistent',
          GIT_WORK_TREE: '/',
          GIT_COMMON_DIR: '/nonexistent',
          GIT_INDEX_FILE: '/nonexistent/index',
          GIT_OBJECT_DIRECTORY: '/nonexistent/objects',
          GIT_ALTERNATE_OBJECT_DIRECTORIES: '/nonexistent',
          GIT_NAMESPACE: 'x',
          GIT_EXTERNAL_DIFF: evil,
          GIT_DIFF_OPTS: '-u0',
          GIT_PAGER: evil,
          GIT_EDITOR: evil,
          GIT_SSH_COMMAND: evil,
          GIT_ASKPASS: evil,
          GIT_PROXY_COMMAND: evil,
          GIT_CONFIG_COUNT: '2',
          GIT_CONFIG_KEY_0: 'core.fsmonitor',
          GIT_CONFIG_VALUE_0: evil,
          GIT_CONFIG_KEY_1: 'diff.external',
          GIT_CONFIG_VALUE_1: evil,
          GIT_CONFIG_PARAMETERS: `'core.hooksPath'='${world.folder}'`,
          GIT_CONFIG_GLOBAL: join(world.folder, '.git', 'config'),
          GIT_TEMPLATE_DIR: world.folder,
          GIT_TRACE: trace,
          GIT_TRACE2: trace,
          GIT_LITERAL_PATHSPECS: '1',
          GIT_NOGLOB_PATHSPECS: '1',
          GIT_REPLACE_REF_BASE: 'refs/heads/',
          GIT_CEILING_DIRECTORIES: world.root,
          PAGER: evil,
          EDITOR: evil,
          LESSOPEN: `|${evil}`,
          BASH_ENV: evil,
          ENV: evil,
        },
      }
    },
    expects: expectPlanted,
  },
  {
    name: 'the settings in the home of the caller name programs too',
    build(world) {
      plantWith(world, { '.gitattributes': '* diff=evil filter=evil\n' })
      const evil = program(world)
      writeFileSync(
        join(world.home, '.gitconfig'),
        `[core]\n\tfsmonitor = ${evil}\n\thooksPath = ${world.folder}\n[diff]\n\texternal = ${evil}\n[diff "evil"]\n\ttextconv = ${evil}\n[filter "evil"]\n\tclean = ${evil}\n`,
      )
      return undefined
    },
    expects: expectPlanted,
    careless: () => ['git', 'status'],
  },
  {
    name: 'programs named like ours lie in the work tree, and PATH looks there first',
    build(world) {
      plant(world, {
        ...Object.fromEntries(
          ['git', 'oxlint', 'biome', 'bwrap', 'shellcheck', 'sh', 'node', 'ruff'].flatMap((name) =>
            ['', 'node_modules/.bin/'].map((folder) => [
              `${folder}${name}`,
              { executable: `#!/bin/sh\n${world.payload.shell}\n` },
            ]),
          ),
        ),
        'run.sh': '#!/bin/sh\neval "$1"\n',
      })
      world.checkOut()
      return { env: { PATH: `.::node_modules/.bin:${process.env.PATH}` } }
    },
    expects: expectPlanted,
    careless: () => ['./git'],
  },
  {
    name: 'a configuration that points the work tree elsewhere',
    build(world) {
      plant(world, {})
      world.checkOut()
      writeFileSync(join(world.outside, 'planted-outside.py'), plantedPython)
      world.configure(`[core]\n\tworktree = ${world.outside}`)
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'broken settings: an unknown format, a section without an end',
    build(world) {
      plant(world, { 'more.js': plantedScript })
      world.checkOut()
      world.configure('[core]\n\trepositoryformatversion = 99\n[remote "x\n')
      return undefined
    },
    refusedWith: /git/,
  },
]

/** Leaves the repository with one pack from a promisor, in which the object is not. */
function forget(world: HostileWorld, object: string): void {
  const all = world.repository.git('rev-list', '--objects', '--no-object-names', '--all').split('\n')
  const kept = all.filter((one) => one !== object)
  const pack = world.gitWithInput(`${kept.join('\n')}\n`, 'pack-objects', '-q', join(world.outside, 'pack'))
  const objects = join(world.folder, '.git', 'objects')
  for (const name of readdirSync(objects)) rmSync(join(objects, name), { recursive: true })
  mkdirSync(join(objects, 'pack'))
  mkdirSync(join(objects, 'info'))
  for (const end of ['pack', 'idx']) {
    copyFileSync(join(world.outside, `pack-${pack}.${end}`), join(objects, 'pack', `pack-${pack}.${end}`))
  }
  world.write(`.git/objects/pack/pack-${pack}.promisor`, '')
}

hostileCases('settings of git', cases)
