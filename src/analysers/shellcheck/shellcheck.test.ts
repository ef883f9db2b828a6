import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changedText, listed } from '../../../test/world/analysed-text.ts'
import { rules } from './catalogue.ts'
import { codes } from './codes.ts'
import { shellcheck } from './shellcheck.ts'

describe('what ShellCheck prints', () => {
  const text = '#!/bin/sh\n\tcd "é😀"; rm -rf "$1/"*\n'

  function printed(...comments: readonly object[]): string {
    const complete = {
      file: '1.sh',
      endLine: 2,
      level: 'warning',
      message: 'told in its own words',
      fix: null,
    }
    return JSON.stringify({ comments: comments.map((comment) => ({ ...complete, line: 2, ...comment })) })
  }

  it('becomes observations with our words and columns in code units', () => {
    const report = printed({ code: 2115, column: 12, endColumn: 24 }, { code: 2164, column: 2, endColumn: 9 })
    expect(listed(shellcheck.parse(report, () => text).get('1.sh') ?? [])).toEqual([
      '2:2-2:10 low unchecked-cd When cd fails the following commands work in the wrong directory. Write cd ... || exit 1.',
      `2:13-2:25 high dangerous-rm When the variable is empty this removes everything below the root. Write \${name:?} so that the script stops instead.`,
    ])
  })

  it('is dropped where it is a matter of taste, or where its parser knows less than the shell', () => {
    const taste = printed(
      { code: 2086, column: 2, endColumn: 3 },
      { code: 2148, line: 1, column: 1, endColumn: 1 },
    )
    expect(shellcheck.parse(taste, () => text).size).toBe(0)
    const misread = printed(
      { code: 1073, column: 2, endColumn: 2, message: "Couldn't parse this test expression. Fix it." },
      { code: 1072, column: 9, endColumn: 9, message: 'Expected an operator.' },
    )
    expect(shellcheck.parse(misread, () => text).size).toBe(0)
  })

  it('tells one syntax error once, and stays inside the text', () => {
    const report = printed(
      { code: 1073, line: 1, column: 1, endColumn: 1 },
      { code: 1072, line: 90, endLine: 90, column: 3, endColumn: 3 },
    )
    expect(listed(shellcheck.parse(report, () => text).get('1.sh') ?? [])).toHaveLength(1)
    const late = printed({ code: 1072, line: 90, endLine: 90, column: 3, endColumn: 3 })
    expect(shellcheck.parse(late, () => text).get('1.sh')?.[0]).toMatchObject({ line: 2 })
  })

  it('is refused when it is not what is documented', () => {
    expect(() => shellcheck.parse('oops', () => '')).toThrow()
    expect(() => shellcheck.parse('{"comments":[{}]}', () => '')).toThrow()
  })
})

describe('which files', () => {
  it('are scripts of the shells it knows', () => {
    expect(shellcheck.reads(changedText('a/b.sh', 'ls\n'))).toBe(true)
    expect(shellcheck.reads(changedText('tool', '#!/usr/bin/env bash\n'))).toBe(true)
    expect(shellcheck.reads(changedText('a.py', ''))).toBe(false)
    expect(shellcheck.extension(changedText('a.bash', ''))).toBe('bash')
    expect(shellcheck.extension(changedText('tool', '#!/bin/sh\n'))).toBe('sh')
  })
})

const program = await shellcheck.locate()

describe.runIf(program !== null)('the real ShellCheck', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shellcheck-test-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function check(...texts: readonly string[]): Promise<readonly (readonly string[])[]> {
    const names = texts.map((_, at) => `${at}.sh`)
    for (const [at, text] of texts.entries()) await writeFile(join(folder, `${at}.sh`), text)
    const stdout = await run(names)
    const found = shellcheck.parse(stdout, (name) => texts[Number.parseInt(name, 10)] as string)
    return names.map((name) =>
      (found.get(name) ?? []).map((one) => `${one.line}:${one.column}-${one.endColumn} ${one.rule}`),
    )
  }

  function run(names: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile(program as string, shellcheck.args(names) as string[], { cwd: folder }, (error, stdout) => {
        const code = error === null ? 0 : Number(error.code)
        if (shellcheck.exitCodes.includes(code)) resolve(stdout)
        else reject(error)
      })
    })
  }

  it('finds bugs and keeps quiet about taste', async () => {
    expect(
      await check(
        '#!/bin/bash\necho "é😀"; rm -rf "$1/"*\nif [ -n $2 ]; then echo $2; fi\n',
        'echo hello\n',
        '#!/bin/bash\nrun() {\n  run_one "$@"\n}\nrun "$@"\n',
      ),
    ).toEqual([['2:20-26 dangerous-rm', '3:9-11 unquoted-n'], [], []])
  })

  it('follows no file that a script names', async () => {
    await writeFile(join(folder, 'named.sh'), 'broken=$(\n')
    await writeFile(join(folder, '.shellcheckrc'), 'disable=all\nexternal-sources=true\n')
    expect(await check('#!/bin/bash\n# shellcheck source=named.sh\n. "$1"\n[ -n $2 ]\n')).toEqual([
      ['4:6-8 unquoted-n'],
    ])
  })

  it('says that a script does not parse', async () => {
    expect(await check('#!/bin/sh\nif true; then\n  echo a\n')).toEqual([['2:1-2 syntax']])
  })
})

it('gives each code to a rule that exists, and each rule a code', () => {
  expect(new Set(codes.map(([code]) => code)).size).toBe(codes.length)
  expect([...new Set(codes.map(([, rule]) => rule))].sort()).toEqual(rules.map((rule) => rule.id).sort())
})
