/** Files named to hurt, and files whose lines stand where a comment is easily placed wrongly. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import { plantedPython, plantedPythonLine } from '../hostile/planted.ts'
import { type Files, openRepository } from '../world/repository.ts'
import { owner, shareService } from './hostile-service.ts'

vi.setConfig({ testTimeout: 120_000 })

const shared = shareService()

/** Through git itself, which takes names of any bytes and entries of any kind. */
async function openImported(name: string, base: Files, head: Files): Promise<PullView> {
  const { github, reviewed, root } = shared()
  const folder = join(root, name)
  mkdirSync(folder)
  const repository = openRepository(folder)
  repository.commit('main', { 'README.md': '# A project\n', ...base })
  repository.commit('change', head, { from: 'main' })
  const repo = await github.importRepository({ owner, name, folder, branches: ['main', 'change'] })
  github.person('mallory')
  return reviewed(repo, await github.openPullRequest({ repo, head: 'change', author: 'mallory' }))
}

const summaryOf = ({ issueComments }: PullView): string => issueComments[0]?.body ?? ''
const commented = ({ threads }: PullView): readonly string[] => threads.map(({ path }) => path)

describe.concurrent('names', () => {
  test.for([
    {
      name: 'controls',
      paths: [
        'line\nfeed.py',
        'tab\t.py',
        'car\rriage.py',
        '\u001b[31m.py',
        'nel\u0085.py',
        '\n.py',
        'a\n+++ b/o.py',
      ],
    },
    {
      name: 'quotes',
      paths: [
        'quo"te.py',
        `it's.py`,
        'back\\slash.py',
        '"quoted".py',
        ' .py',
        '$(touch x).py',
        '`id`.py',
        ';id;.py',
      ],
    },
    {
      name: 'git',
      paths: [
        '-.py',
        '--output=x.py',
        ':(glob)**.py',
        ':!x.py',
        '.gitx/hooks/x.py',
        '..a/x.py',
        '@file.py',
        '%2e.py',
      ],
    },
    {
      name: 'markup',
      paths: [
        '@someone.py',
        '#1.py',
        '<img src=x>.py',
        '[a](http:b).py',
        '<!--x-->.py',
        '![i](x).py',
        '```.py',
        '|.py',
      ],
    },
    {
      name: 'unicode',
      paths: [
        '\u202egpj.py',
        '\u{1f4a9}.py',
        'zero\u200bwidth.py',
        'cafe\u0301.py',
        'caf\u00e9.py',
        'tag\u{e0041}.py',
      ],
    },
    {
      name: 'twins',
      paths: [
        'same.py',
        'Same.py',
        'SAME.py',
        'FOLDER/x.py',
        'folder/x.py',
        '__proto__.py',
        'constructor.py',
      ],
    },
    {
      name: 'long',
      paths: [
        `${'n'.repeat(252)}.py`,
        `${'d/'.repeat(150)}deep.py`,
        `${`${'x'.repeat(200)}/`.repeat(19)}far.py`,
      ],
    },
  ])('of the family $name are commented on under their own name, each once', async ({ name, paths }) => {
    const files = Object.fromEntries(paths.map((path) => [path, plantedPython]))
    const pull = await openImported(`names-${name}`, {}, files)
    // A deceiving name is a finding of its own, on another line.
    const planted = pull.threads.filter(({ line }) => line === plantedPythonLine).map(({ path }) => path)
    expect(planted.toSorted()).toEqual(paths.toSorted())
    expect(pull.reviews).toHaveLength(1)
    expect(pull.checkRuns[0]?.conclusion).toBe('failure')
  })

  test('that are not UTF-8 go into the summary, because no comment can name them', async () => {
    const odd = [
      'bytes:caf\u00e9.py',
      'bytes:\u00ff\u00fe.py',
      'bytes:\u00ed\u00a0\u0080.py',
      'bytes:folder\u00ff/x.py',
    ]
    const files = Object.fromEntries([...odd, 'fine.py'].map((path) => [path, plantedPython]))
    const pull = await openImported('names-bytes', {}, files)
    expect(commented(pull)).toEqual(['fine.py'])
    expect(summaryOf(pull)).toContain('Its path is not UTF-8')
    expect(summaryOf(pull).match(/not UTF-8, and/g)).toHaveLength(odd.length)
  })

  test('that no checkout may write end in a review or in words, never outside', async () => {
    const { open, reviewed } = shared()
    const hook = '#!/bin/sh\ntouch pwned\n'
    const { repo, number } = await open({
      name: 'names-traps',
      files: {
        '.git/hooks/post-checkout': { content: hook, mode: '100755' },
        '../../outside.py': plantedPython,
        'a/../../../../../tmp/outside.py': plantedPython,
        'fine.py': plantedPython,
      },
    })
    const { checkRuns } = await reviewed(repo, number)
    expect(['neutral', 'failure']).toContain(checkRuns[0]?.conclusion)
    expect(checkRuns[0]?.output.summary).toMatch(/\w/)
  })
})

const image = (user: string) =>
  `FROM alpine:3.20\nWORKDIR /srv\nCOPY . .\nRUN echo one\nRUN echo two\nRUN echo three\n${user}CMD ["./run"]\n`
const long = Array.from({ length: 60 }, (_, at) => `value_${at} = ${at}\n`).join('')

describe.concurrent('lines', () => {
  test('of renamed, copied and rewritten files are commented on at the place that the host knows', async () => {
    const pull = await openImported(
      'renames',
      {
        'old/Dockerfile': image('USER app\n'),
        'old.py': long,
        'kept.py': `${long}# kept\n`,
        'crlf.py': long.replaceAll('\n', '\r\n'),
        'gone.py': plantedPython,
        'bytes:old\u00ff.py': `${long}# odd\n`,
      },
      {
        'old/Dockerfile': null,
        'new/Dockerfile': image(''),
        'old.py': null,
        'new name.py': long + plantedPython,
        'kept.py': `${long}# kept!\n`,
        'copy.py': `${long}# kept\n${plantedPython}`,
        'crlf.py': (long + plantedPython).replaceAll('\n', '\r\n'),
        'gone.py': null,
        'no-end.py': plantedPython.trimEnd(),
        'bytes:old\u00ff.py': null,
        'from-odd.py': `${long}# odd\n${plantedPython}`,
      },
    )
    const at = (path: string) =>
      pull.threads
        .filter((thread) => thread.path === path)
        .map(({ line, comments }) => `${comments[0]?.side} ${line}`)
    expect(at('new name.py')).toEqual(['RIGHT 65'])
    expect(at('copy.py')).toEqual(['RIGHT 66'])
    expect(at('crlf.py')).toEqual(['RIGHT 65'])
    expect(at('from-odd.py')).toEqual(['RIGHT 66'])
    expect(at('no-end.py')).toEqual([`RIGHT ${plantedPythonLine}`])
    expect(at('new/Dockerfile')).toContain('LEFT 7')
    expect(commented(pull).filter((path) => /^(?:old|gone)/.test(path))).toEqual([])
    expect(pull.reviews).toHaveLength(1)
  })

  test('of code that calls itself generated, minified or binary are missed, which is not green', async () => {
    const { open, reviewed } = shared()
    const opened = await Promise.all(
      Object.entries({
        mark: { 'evil.py': `# @generated\n${plantedPython}` },
        nul: { 'evil.js': '/*\u0000*/ eval(location.hash)\n' },
        line: { 'evil.js': `eval(location.hash);${'x();'.repeat(2_000)}\n` },
      }).map(([name, files]) => open({ name: `hidden-${name}`, files: { ...files, 'fine.py': 'x = 1\n' } })),
    )
    for (const { repo, number } of opened) {
      const [check] = (await reviewed(repo, number)).checkRuns
      expect([repo, check?.conclusion]).toEqual([repo, 'neutral'])
      expect(check?.output.summary).toContain('evil.')
    }
  })

  test('of links, submodules, modes and files without lines get no comment and make no green', async () => {
    const pull = await openImported(
      'modes',
      { 'mode.py': plantedPython, 'becomes-link.py': plantedPython },
      {
        'mode.py': { executable: plantedPython },
        'becomes-link.py': { symlink: '/etc/passwd' },
        'link.py': { symlink: '../../../../etc/passwd' },
        'sub.py': { submodule: '1234567890123456789012345678901234567890' },
        'empty.py': '',
        '.gitmodules': '[submodule "x"]\n\tpath = sub.py\n\turl = ext::sh -c touch% pwned\n',
        'binary.py': Buffer.from([0, 1, 2, 255, 254, 0]),
        'line.js': `var a=${JSON.stringify('x'.repeat(900_000))};eval(location.hash)\n`,
      },
    )
    expect(summaryOf(pull)).not.toContain('root:x:0')
    expect(pull.threads.filter(({ path }) => /link|sub\.py|mode/.test(path))).toEqual([])
    expect(pull.checkRuns[0]?.conclusion).not.toBe('success')
  })
})
