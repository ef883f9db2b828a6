/** Links, submodules, and entries that become something else. Links are never followed, submodules never entered. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type HostileCase, hostileCases } from './hostile-cases.ts'
import {
  coverageOf,
  expectFinding,
  expectPlanted,
  plant,
  plantedPython,
  plantedPythonLine,
} from './planted.ts'

const absentCommit = '1234567890'.repeat(4)

const cases: readonly HostileCase[] = [
  {
    name: 'links to /etc/passwd, /dev/zero, /proc, themselves, each other and up out of the tree',
    build(world) {
      plant(world, {
        'passwd.py': { symlink: '/etc/passwd' },
        'zero.js': { symlink: '/dev/zero' },
        'proc.json': { symlink: '/proc/self/environ' },
        'loop.py': { symlink: 'loop.py' },
        'one.py': { symlink: 'two.py' },
        'two.py': { symlink: 'one.py' },
        'up.py': { symlink: '../outside/secret.py' },
        folder: { symlink: '/' },
        'planted-link.py': { symlink: 'planted.py' },
        'package.json': { symlink: '/etc/passwd' },
        '.github/workflows/x.yml': { symlink: '/etc/passwd' },
        Dockerfile: { symlink: '/etc/passwd' },
        'odd.py': { symlink: '\u001b[2J\nimport os\nos.system("x" + y)\n' },
      })
      writeFileSync(join(world.outside, 'secret.py'), plantedPython)
      world.checkOut()
      return undefined
    },
    expects(report) {
      expectPlanted(report)
      for (const path of ['passwd.py', 'zero.js', 'loop.py', 'up.py', 'folder', 'package.json', 'odd.py']) {
        expect(coverageOf(report, path)).toMatchObject({
          status: 'skipped',
          reason: expect.stringContaining('link'),
        })
      }
      expect(report.findings.filter(({ path }) => !path.startsWith('planted.'))).toEqual([])
    },
    expectsOutput: (output) => expect(output).not.toContain('root:x:0'),
  },
  {
    name: 'a link out of the tree in the place of a file, and of a folder full of files',
    build(world) {
      plant(
        world,
        {
          'was-file.py': { symlink: '../outside/secret.py' },
          'folder/a.py': null,
          'folder/b.py': null,
          folder: { symlink: '../outside' },
        },
        { 'was-file.py': 'f = 1\n', 'folder/a.py': 'a = 1\n', 'folder/b.py': 'b = 1\n' },
      )
      writeFileSync(join(world.outside, 'secret.py'), plantedPython)
      world.checkOut()
      return undefined
    },
    expects(report) {
      expectPlanted(report)
      expect(coverageOf(report, 'was-file.py').reason).toMatch(/link/)
      expect(report.findings.filter(({ side }) => side === 'RIGHT').map(({ path }) => path)).not.toContain(
        'was-file.py',
      )
    },
  },
  {
    name: 'a file in the place of a link, a folder and a submodule: it is read',
    build(world) {
      plant(
        world,
        {
          'was-link.py': plantedPython,
          'was-folder/a.py': null,
          'was-folder': plantedPython,
          'was-module.py': plantedPython,
        },
        {
          'was-link.py': { symlink: '/etc/passwd' },
          'was-folder/a.py': 'a = 1\n',
          'was-module.py': { submodule: absentCommit },
        },
      )
      return undefined
    },
    expects(report) {
      expectPlanted(report)
      expectFinding(report, { path: 'was-link.py', line: plantedPythonLine })
      expectFinding(report, { path: 'was-module.py', line: plantedPythonLine })
    },
  },
  {
    name: 'submodules whose commits are absent, and a .gitmodules with ext:: addresses, options and paths with ..',
    build(world) {
      const evil = `ext::sh -c ${world.payload.shell.replace(' ', '% ')}`
      plant(world, {
        '.gitmodules': `[submodule "../../x"]\n\tpath = ../../outside\n\turl = ${evil}\n\tupdate = !${world.payload.shell}\n\tignore = all\n[submodule "y"]\n\tpath = module\n\turl = --upload-pack=${world.payload.shell}\n[submodule "z"]\n\tpath = .git/modules/z\n\turl = file:///etc\n`,
        module: { submodule: absentCommit },
        'deep/module.py': { submodule: absentCommit },
      })
      world.configure(
        `[submodule "y"]\n\turl = ${evil}\n\tactive = true\n\tupdate = !${world.payload.shell}\n[submodule]\n\trecurse = true\n[protocol]\n\tallow = always\n[diff]\n\tsubmodule = log`,
      )
      return undefined
    },
    expects(report) {
      expectPlanted(report)
      expect(coverageOf(report, 'module')).toMatchObject({
        status: 'skipped',
        reason: expect.stringContaining('submodule'),
      })
      expect(coverageOf(report, 'deep/module.py').status).toBe('skipped')
    },
  },
  {
    name: '.gitmodules, .gitattributes and .gitignore that are links',
    build(world) {
      plant(world, {
        '.gitmodules': { symlink: '../outside/modules' },
        '.gitattributes': { symlink: '../outside/attributes' },
        '.gitignore': { symlink: '/etc/passwd' },
        '.mailmap': { symlink: '/dev/zero' },
      })
      writeFileSync(join(world.outside, 'attributes'), '* -diff\n')
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'the executable bit alone, and with an edit',
    build(world) {
      plant(
        world,
        { 'run.py': { executable: 'x = 1\n' }, 'edited.py': { executable: plantedPython } },
        { 'run.py': 'x = 1\n', 'edited.py': 'x = 1\n' },
      )
      return undefined
    },
    expects(report) {
      expectPlanted(report)
      expectFinding(report, { path: 'edited.py', line: plantedPythonLine })
      expect(coverageOf(report, 'run.py')).toBeDefined()
    },
  },
  {
    name: 'a working tree with links to folders outside and a pipe that nobody writes to',
    build(world) {
      plant(world, {})
      world.checkOut()
      mkdirSync(join(world.outside, 'folder'))
      writeFileSync(join(world.outside, 'folder', 'secret.py'), plantedPython)
      symlinkSync(join(world.outside, 'folder'), join(world.folder, 'linked'))
      symlinkSync('/dev/zero', join(world.folder, 'zero.py'))
      symlinkSync('self.py', join(world.folder, 'self.py'))
      execFileSync('mkfifo', [join(world.folder, 'pipe.py')])
      world.write('untracked.py', plantedPython)
      return { args: ['--base', 'main', '--working-tree'] }
    },
    expects(report) {
      expectFinding(report, { path: 'untracked.py', line: plantedPythonLine })
      expect(report.coverage.filter(({ path }) => path.startsWith('linked')).map(({ path }) => path)).toEqual(
        ['linked'],
      )
    },
  },
]

hostileCases('kinds of entries', cases)
