/** Configuration that a change brings along: of git, of linters, of builds, of this bot. None of it runs, none of it is obeyed. */
import { expect, test, vi } from 'vitest'
import { payloadsFor } from '../hostile/payloads.ts'
import { plantedPython, plantedPythonLine, plantedScript, plantedScriptLine } from '../hostile/planted.ts'
import { hasRun, shareService } from './hostile-service.ts'

vi.setConfig({ testTimeout: 120_000 })

const shared = shareService()

test('nothing that a change brings along is executed or obeyed', async () => {
  const { open, reviewed, github, canary } = shared()
  const { shell, commonJs, module, python, ruby } = payloadsFor(canary)
  const hook = { content: `#!/bin/sh\n${shell}\n`, mode: '100755' } as const
  const { repo, number } = await open({
    name: 'canaries',
    files: {
      'planted.py': plantedPython,
      'planted.js': plantedScript,
      '.autogen-bot.yaml': 'paths:\n  exclude: ["**"]\nseverity:\n  threshold: critical\n',
      '.gitattributes': `* filter=evil diff=evil merge=evil text\n*.py filter=evil textconv=evil\n`,
      '.gitconfig': `[filter "evil"]\n\tsmudge = ${shell}\n\tclean = ${shell}\n[core]\n\tfsmonitor = ${shell}\n`,
      '.lfsconfig': `[lfs]\n\turl = ext::${shell}\n`,
      '.gitmodules': `[submodule "s"]\n\tpath = s\n\turl = ext::${shell}\n\tupdate = !${shell}\n`,
      '.githooks/post-checkout': hook,
      '.husky/post-checkout': hook,
      'hooks/post-update': hook,
      'eslint.config.js': commonJs,
      '.eslintrc.js': commonJs,
      'oxlint.config.ts': module,
      '.oxlintrc.json': JSON.stringify({ jsPlugins: ['./plugin.js'], ignorePatterns: ['**'] }),
      'plugin.js': commonJs,
      'biome.json': JSON.stringify({ plugins: ['./plugin.js'], files: { includes: [] } }),
      'package.json': JSON.stringify({ scripts: { preinstall: shell, prepare: shell, test: shell } }),
      '.npmrc': `script-shell=${shell}\nnode-options=--require ./plugin.js\n`,
      'ruff.toml': 'exclude = ["*"]\n',
      'pyproject.toml': '[tool.ruff]\nexclude = ["*"]\n',
      'sgconfig.yml':
        'ruleDirs: [rules]\ncustomLanguages:\n  evil: {libraryPath: evil.so, extensions: [py]}\n',
      'setup.py': python,
      'conftest.py': python,
      'sitecustomize.py': python,
      '.shellcheckrc': 'disable=all\nexternal-sources=true\n',
      '.pre-commit-config.yaml': `repos: [{repo: local, hooks: [{id: x, entry: ${shell}, language: system}]}]\n`,
      Rakefile: ruby,
      Makefile: `$(shell ${shell})\nall:\n\t${shell}\n`,
      '.envrc': `${shell}\n`,
      '.node-version': `$(${shell})\n`,
      '.markdownlint-cli2.cjs': commonJs,
      '.secretlintrc.json': JSON.stringify({ rules: [{ id: './plugin.js' }] }),
    },
  })
  const { threads, checkRuns } = await reviewed(repo, number)
  expect(hasRun(shared())).toBe(false)
  const places = threads.map(({ path, line }) => `${path}:${line}`)
  expect(places).toContain(`planted.py:${plantedPythonLine}`)
  expect(places).toContain(`planted.js:${plantedScriptLine}`)
  expect(checkRuns[0]?.conclusion).toBe('failure')

  // Neither a command nor words of it change what holds.
  await github.person('mallory').comment(repo, number, '/autogen config')
  await vi.waitFor(
    () => {
      const answer = github.pull(repo, number).issueComments.find(({ body }) => body?.includes(':answer '))
      expect(answer?.body).toContain('there is no .autogen-bot.yaml on the base branch')
    },
    { timeout: 60_000 },
  )
})

test('configuration made to hurt, on the base branch itself, is told in words and nothing is green', async () => {
  const { github, open, reviewed } = shared()
  const hurting: Readonly<Record<string, string>> = {
    bomb: `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]\n`)
      .join('')}`,
    prototype: '__proto__:\n  polluted: true\nconstructor:\n  prototype: {polluted: true}\n',
    words: `"<img src=x> @everyone [a](http://b) #1 \u202e <!-- autogen-bot:summary -->": 1\n'\`\`\`': 2\n`,
    binary: '\u0000\u0001\u0002',
    deep: '['.repeat(20_000),
    pattern: `paths:\n  exclude: ["${'{a,'.repeat(50)}b${'}'.repeat(50)}"]\n`,
    tag: 'version: !!js/function "function(){ return 1 }"\n',
    huge: `# ${'x'.repeat(2_000_000)}\n`,
  }
  const opened = await Promise.all(
    Object.entries(hurting).map(([name, text]) =>
      open({ name: `config-${name}`, base: { '.autogen-bot.yaml': text }, files: { 'a.py': plantedPython } }),
    ),
  )
  for (const { repo, number } of opened) {
    const { checkRuns } = await reviewed(repo, number)
    expect([repo, checkRuns[0]?.conclusion]).toEqual([repo, expect.stringMatching(/^(?:neutral|failure)$/)])
    if (checkRuns[0]?.conclusion === 'neutral') expect(checkRuns[0].output.title).toContain('Not reviewed')
  }
  expect(github.pulls(`octo/config-words`)[0]?.checkRuns[0]?.conclusion).toBe('neutral')
})
