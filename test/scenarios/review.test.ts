/** Stories of a developer and the command line. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ReportJson } from '../../src/cli/render/report-schema.ts'
import { autogenBot } from '../world/command-line.ts'
import { createRepository, type Files, type Repository } from '../world/repository.ts'

/** A repository with `main` and, on top of it, `change`. */
function changed(base: Files, head: Files): Repository {
  const repository = createRepository()
  repository.commit('main', base)
  repository.commit('change', head, { from: 'main' })
  return repository
}

async function report(repository: Repository, ...words: readonly string[]): Promise<ReportJson> {
  const said = await autogenBot(
    'review',
    '--repo',
    repository.folder,
    '--base',
    'main',
    '--head',
    'change',
    '--format',
    'json',
    ...words,
  )
  expect(said.told).toBe('')
  expect(said.exitCode).toBe(0)
  return JSON.parse(said.answer) as ReportJson
}

/** `path:line rule` of each finding, the worst first. */
function listed({ findings }: ReportJson): readonly string[] {
  return findings.map(({ path, line, rule }) => `${path}:${line} ${rule}`)
}

const shell =
  'import subprocess\n\n\ndef run(name):\n    subprocess.run("ls " + name, shell=True, check=True)\n'

describe('a change with a defect', () => {
  test('is told once, by the surest of two tools, with the others named', async () => {
    const { findings, coverage } = await report(changed({ 'a.py': '' }, { 'a.py': shell }))
    expect(findings.map(({ rule, alsoReportedBy, symbol }) => ({ rule, alsoReportedBy, symbol }))).toEqual([
      { rule: 'ast-grep/python-shell-command', alsoReportedBy: ['ruff/S602'], symbol: 'run' },
    ])
    expect(coverage).toEqual([{ path: 'a.py', status: 'reviewed', reason: null }])
  })

  test('keeps its name when lines above it come and go, and when it is indented', async () => {
    const [before] = (await report(changed({ 'a.py': '' }, { 'a.py': shell }))).findings
    const moved = `# a comment\n# and another\n${shell}`
    const [after] = (await report(changed({ 'a.py': '' }, { 'a.py': moved }))).findings
    expect(after?.line).toBe((before?.line ?? 0) + 2)
    expect(after?.id).toBe(before?.id)
  })

  test('is not told when the change did not touch its line; --explain says so', async () => {
    const repository = changed({ 'a.py': shell }, { 'a.py': `${shell}\n\nx = 1\n` })
    expect(listed(await report(repository))).toEqual([])
    const { dropped } = await report(repository, '--explain')
    expect(dropped?.map(({ rule, reason, detail }) => [rule, reason, detail])).toEqual([
      ['ast-grep/python-shell-command', 'outside-change', 'The change did not touch line 5.'],
      ['ruff/S602', 'outside-change', 'The change did not touch line 5.'],
    ])
  })

  test('twice in one place has two names', async () => {
    const twice = `${shell}    subprocess.run("ls " + name, shell=True, check=True)\n`
    const { findings } = await report(changed({ 'a.py': '' }, { 'a.py': twice }))
    expect(new Set(findings.map(({ id }) => id)).size).toBe(2)
  })

  test('fails the build only when asked to', async () => {
    const { folder } = changed({ 'a.py': '' }, { 'a.py': shell })
    const words = ['review', '--repo', folder, '--base', 'main', '--head', 'change', '--fail-on']
    expect((await autogenBot(...words, 'high')).exitCode).toBe(1)
    expect((await autogenBot(...words, 'critical')).exitCode).toBe(0)
  })

  test('is the same report every time', async () => {
    const repository = changed(
      { 'a.py': '', 'b.ts': '' },
      { 'a.py': shell, 'b.ts': 'debugger\neval(name)\n' },
    )
    const [one, two] = [await report(repository), await report(repository)]
    expect({ ...one, stats: null }).toEqual({ ...two, stats: null })
    expect(one.findings.length).toBeGreaterThan(1)
  })
})

describe('comments that silence tools', () => {
  test('are not obeyed when the change brings them, and the finding says so', async () => {
    const silenced = shell.replace('check=True)', 'check=True)  # noqa')
    const { findings } = await report(changed({ 'a.py': '' }, { 'a.py': silenced }))
    const found = findings.find(({ rule }) => rule === 'ast-grep/python-shell-command')
    expect(found?.suppressed).toEqual({ by: 'noqa', line: 5, addedHere: true })
    expect(findings.some(({ rule }) => rule.startsWith('suppressions/'))).toBe(true)
  })

  test('are obeyed when they stood before', async () => {
    const silenced = shell.replace('check=True)', 'check=True)  # noqa')
    const repository = changed({ 'a.py': silenced }, { 'a.py': silenced.replace('"ls "', '"ls -l "') })
    const { findings, dropped } = await report(repository, '--explain')
    expect(findings).toEqual([])
    expect(dropped?.map(({ reason }) => reason)).toContain('suppressed-before')
  })
})

describe('the configuration of the base', () => {
  const config =
    'rules:\n  ast-grep/python-shell-command: off\n  ruff/*: low\npaths:\n  exclude: ["docs/**"]\n'

  test('switches rules off, sets severities and leaves paths out', async () => {
    const repository = changed(
      { 'a.py': '', '.autogen-bot.yaml': config },
      { 'a.py': shell, 'docs/x.py': shell },
    )
    const { findings, coverage } = await report(repository)
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['ruff/S602', 'low']])
    expect(coverage.find(({ path }) => path === 'docs/x.py')?.reason).toContain('docs/**')
  })

  test('holds also for the change that edits it, which is said', async () => {
    const repository = changed(
      { 'a.py': '' },
      { 'a.py': shell, '.autogen-bot.yaml': 'rules: { "*": off }\n' },
    )
    const { findings, notes } = await report(repository)
    expect(findings.length).toBe(1)
    expect(notes[0]).toContain('it was reviewed by the one of the base')
  })

  test('with errors ends the review, naming line, column and the nearest key', async () => {
    const { folder } = changed(
      { 'a.py': '', '.autogen-bot.yaml': 'pathes:\n  include: 7\n' },
      { 'a.py': shell },
    )
    const said = await autogenBot('review', '--repo', folder, '--base', 'main', '--head', 'change')
    expect(said.exitCode).toBe(2)
    expect(said.answer).toBe('')
    expect(said.told).toContain('.autogen-bot.yaml (of the base):1:1')
    expect(said.told).toContain('`paths`')
  })

  test('limits how many findings are shown; the rest stays in the report', async () => {
    const many = Array.from({ length: 5 }, (_, at) => `def f${at}(name):\n    eval(name)\n`).join('\n\n')
    const repository = changed(
      { 'a.py': '', '.autogen-bot.yaml': 'limits: { findingsMax: 2 }\n' },
      { 'a.py': many },
    )
    const { findings } = await report(repository)
    expect(findings.map(({ shown }) => shown)).toEqual([true, true, false, false, false])
    const text = await autogenBot('review', '--repo', repository.folder, '--base', 'main', '--head', 'change')
    expect(text.answer).toContain('3')
  })

  test('of the working tree holds for --working-tree', async () => {
    const repository = createRepository()
    repository.commit('main', { 'a.py': '' })
    repository.git('reset', '-q', '--hard')
    writeFileSync(join(repository.folder, 'a.py'), shell)
    writeFileSync(
      join(repository.folder, '.autogen-bot.yaml'),
      'rules: { "ast-grep/*": off, "ruff/*": off }\n',
    )
    const said = await autogenBot('review', '--repo', repository.folder, '--working-tree', '--format', 'json')
    expect((JSON.parse(said.answer) as ReportJson).findings).toEqual([])
  })
})

describe('secrets', () => {
  const key = ['AKIA', 'Q7XJ2LTM5VRC3W6D'].join('')

  test.each(['text', 'json', 'markdown', 'sarif'])(
    'never show in %s, whoever quotes their line',
    async (format) => {
      const repository = changed(
        { 'a.py': '' },
        { 'a.py': `import os\nos.system("aws --key ${key} " + name)\nkey = "${key}"\n` },
      )
      const said = await autogenBot(
        'review',
        '--repo',
        repository.folder,
        '--base',
        'main',
        '--head',
        'change',
        '--format',
        format,
        '--explain',
      )
      expect(said.answer).toContain('secrets/aws-access-key')
      expect(said.answer).not.toContain(key)
    },
  )
})

describe('what the change took away', () => {
  test('may be told, on the side where it stood', async () => {
    const workflow =
      'on: push\npermissions:\n  contents: read\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo\n'
    const repository = changed(
      { '.github/workflows/a.yml': workflow },
      { '.github/workflows/a.yml': workflow.replace('permissions:\n  contents: read\n', '') },
    )
    const { findings } = await report(repository)
    expect(findings.map(({ side, line, path }) => [side, line, path])).toEqual([
      ['LEFT', 2, '.github/workflows/a.yml'],
    ])
  })
})

describe('results of other tools', () => {
  test('join the review when they stand on changed lines', async () => {
    const repository = changed({ 'a.txt': 'one\n' }, { 'a.txt': 'one\ntwo\n' })
    const results = [1, 2].map((startLine) => ({
      ruleId: 'odd-word',
      level: 'error',
      message: { text: 'An odd word.' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'a.txt' }, region: { startLine } } }],
    }))
    const sarif = { version: '2.1.0', runs: [{ tool: { driver: { name: 'Words' } }, results }] }
    const file = join(repository.folder, 'words.sarif')
    writeFileSync(file, JSON.stringify(sarif))
    const { findings } = await report(repository, '--sarif', file)
    expect(findings.map(({ line, rule, message }) => [line, rule, message])).toEqual([
      [2, 'sarif-words/odd-word', 'An odd word.'],
    ])
    writeFileSync(file, '{"version": "1.0.0"}')
    const said = await autogenBot(
      'review',
      '--repo',
      repository.folder,
      '--base',
      'main',
      '--head',
      'change',
      '--sarif',
      file,
    )
    expect([said.exitCode, said.told.includes('2.1.0')]).toEqual([2, true])
  })
})

describe('wrong usage', () => {
  test.each([
    [['review', '--repo', '/nonexistent'], '/nonexistent is not a folder'],
    [['review', '--format', 'xml'], 'Allowed choices are text, json, markdown, sarif'],
    [['review', '--staged', '--head', 'x'], 'cannot be used with'],
    [['reviw'], 'Did you mean review?'],
    [['rules', 'show', 'ruff/S60'], 'Did you mean ruff/S60'],
    [['config', 'validate', '/nonexistent.yaml'], 'there is no such file'],
    [['completion', 'tcsh'], 'bash, zsh, fish'],
  ])('%j ends with 2 and a sentence', async (words, sentence) => {
    const said = await autogenBot(...words)
    expect(said.told).toContain(sentence)
    expect([said.exitCode, said.answer]).toEqual([2, ''])
    expect(said.told).not.toMatch(/\n\s+at /)
  })
})

describe('the other commands', () => {
  test('rules are listed and shown', async () => {
    const list = await autogenBot('rules', 'list', '--format', 'json')
    const rules = JSON.parse(list.answer) as { ruleId: string }[]
    expect(rules.length).toBeGreaterThan(100)
    const shown = await autogenBot('rules', 'show', 'ast-grep/python-sql-string')
    expect(shown.answer).toContain('CWE-89')
    expect(shown.answer).toContain('## Right')
  })

  test('the configuration is checked, shown and described', async () => {
    const repository = createRepository()
    const file = join(repository.folder, 'c.yaml')
    writeFileSync(file, 'severity:\n  threshold: medium\nrules:\n  ruff/S6002: off\n')
    const wrong = await autogenBot('config', 'validate', file)
    expect([wrong.exitCode, wrong.told]).toEqual([2, expect.stringMatching(/c\.yaml:4:3.*ruff\/S60/)])
    writeFileSync(file, 'severity:\n  threshold: medium\n')
    expect((await autogenBot('config', 'validate', file)).exitCode).toBe(0)
    expect((await autogenBot('config', 'show', file)).answer).toMatch(/threshold: medium/)
    const schema = JSON.parse((await autogenBot('config', 'schema')).answer) as { properties: object }
    expect(Object.keys(schema.properties)).toContain('severity')
  })

  test.each(['bash', 'zsh', 'fish'])('completion for %s knows every command', async (name) => {
    const { answer } = await autogenBot('completion', name)
    for (const word of ['review', 'rules', 'config', 'working-tree', 'markdown']) {
      if (name !== 'fish' || word !== 'markdown') expect(answer).toContain(word)
    }
  })
})
