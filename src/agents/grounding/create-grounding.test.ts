import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { createProcessSandbox } from '../../adapters/sandbox/process-sandbox.ts'
import { createSyntax } from '../../analysers/syntax/create-syntax.ts'
import type { ArguedClaim } from '../../domain/agents/claim.ts'
import { createOutputCheck } from '../hostile/check-output.ts'
import { createGrounding } from './create-grounding.ts'
import { claim, createChange, type World } from './fixtures/change-world.ts'
import type { Grounded } from './grounding.ts'

const installFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
const scratchFolder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-grounding-'))
const syntax = createSyntax({
  sandbox: createProcessSandbox({ scratchFolder, installFolder }),
  childrenMax: 1,
})
afterAll(async () => {
  await syntax.close()
  rmSync(scratchFolder, { recursive: true, force: true })
})

const checkOutput = createOutputCheck({
  canaries: () => ['heron-0123456789abcdef0123'],
  prompts: () => [],
  hosts: [],
  holdSecrets: async (texts) => texts.map(() => false),
})
const grounding = createGrounding({ syntax, checkOutput })

function ground(change: World, ...claims: readonly ArguedClaim[]): Promise<Grounded> {
  return grounding.ground(claims, change, new AbortController().signal)
}

async function places(change: World, ...claims: readonly ArguedClaim[]): Promise<readonly string[]> {
  const { observations, dropped } = await ground(change, ...claims)
  return [
    ...observations.map((o) => `${o.path} ${o.side} ${o.line}:${o.column}-${o.endLine}:${o.endColumn}`),
    ...dropped.map(({ reason, detail }) => `${reason}: ${detail}`),
  ]
}

const base = {
  'src/user.ts': 'export function nameOf(user) {\n  if (!user) return null\n  return user.name\n}\n',
  'src/page.ts':
    'import { nameOf } from "./user.ts"\n\nexport function title(user) {\n  return nameOf(user).trim()\n}\n',
}
const head = {
  'src/user.ts':
    'export function nameOf(user) {\n  return user.name\n}\n\nexport function ageOf(user) {\n\tconst age = user.age\n  return   age\n}\n',
}

describe('place', () => {
  test('a quote that stands where it is claimed stays there, whatever its blanks', async () => {
    const change = await createChange({ base, head })
    for (const [line, quote] of [
      [6, 'const age = user.age'],
      [6, '   const   age=user.age'],
      [6, '+     R6 | \tconst age = user.age'],
      [6, '```ts\nconst age = user.age\n```'],
    ] as const)
      expect(await places(change, claim({ path: 'src/user.ts', line, quote }))).toEqual([
        'src/user.ts RIGHT 6:2-6:22',
      ])
    expect(
      await places(
        change,
        claim({ path: 'b/src/user.ts', line: 6, endLine: 7, quote: 'user.age\n\n return age' }),
      ),
    ).toEqual(['src/user.ts RIGHT 6:14-7:15'])
  })

  test('a wrong line is mended; what is not there, or where nothing says which it is, is dropped', async () => {
    const lines = Array.from({ length: 200 }, (_, at) => `const v${at} = f(${at})`)
    lines[9] = lines[19] = lines[150] = 'total = total / count'
    const change = await createChange({ base: { 'a.ts': 'x\n' }, head: { 'a.ts': `${lines.join('\n')}\n` } })
    const about = (line: number, quote: string) => places(change, claim({ path: './a.ts', line, quote }))
    expect(await about(8, 'total = total / count')).toEqual(['a.ts RIGHT 10:1-10:22'])
    expect(await about(15, 'total = total / count')).toEqual([
      'not-grounded: What it quotes stands at 3 other places, and it cannot be told which is meant.',
    ])
    expect(await about(170, 'total = total / count')).toEqual(['a.ts RIGHT 151:1-151:22'])
    expect(await about(190, 'const v3 = f(3)')).toEqual(['a.ts RIGHT 4:1-4:16'])
    expect(await about(4, 'onst v3 = f(3)')).toEqual(['not-grounded: What it quotes is not in the file.'])
    expect(await about(4, 'const v3 = g(3)')).toEqual(['not-grounded: What it quotes is not in the file.'])
    expect(await about(4, ' ')).toEqual(['not-grounded: It quotes no code.'])
    expect(await about(4_000_000, 'f(3)')).toEqual(['a.ts RIGHT 4:12-4:16'])
    expect(await places(change, claim({ path: '../a.ts', line: 4, quote: 'f(3)' }))).toEqual([
      'not-grounded: It names a file that this change does not hold.',
    ])
  })

  test('equal snippets are told apart by the definition that is named', async () => {
    const body = (name: string) => `function ${name}(list) {\n  return list[0].id\n}\n\n`
    const change = await createChange({
      base: { 'a.ts': '\n' },
      head: { 'a.ts': body('first') + body('second') + body('third') },
    })
    const message = 'In `third`, an empty list makes `list[0]` undefined and this throws.'
    expect(
      await places(change, claim({ path: 'a.ts', line: 8, quote: 'return list[0].id', message })),
    ).toEqual(['a.ts RIGHT 10:3-10:20'])
  })

  test('lines that did not change are told when the change breaks them, at the line that does', async () => {
    const change = await createChange({ base, head })
    const message = 'When the user is absent, nameOf throws now.'
    const evidence = [
      { path: 'src/user.ts', side: 'LEFT', line: 2, endLine: 2, quote: 'if (!user) return null' },
    ] as const
    const [found] = (
      await ground(
        change,
        claim({ path: 'src/user.ts', line: 2, quote: 'return user.name', message, evidence }),
      )
    ).observations
    expect(found).toMatchObject({
      side: 'LEFT',
      line: 2,
      message: 'This breaks line 2: Nil dereference. When the user is absent, nameOf throws now.',
    })
    expect(await places(change, claim({ path: 'src/user.ts', line: 2, quote: 'return user.name' }))).toEqual([
      'src/user.ts LEFT 2:3-2:25',
    ])
    expect(
      await places(change, claim({ path: 'src/user.ts', line: 2, quote: 'if (!user) return null' })),
    ).toEqual(['src/user.ts LEFT 2:3-2:25'])
    const still = { 'b.ts': 'a()\nb()\nc()\nd()\ne()\nf()\n' }
    const far = await createChange({ base: still, head: { 'b.ts': `${still['b.ts']}g()\n` } })
    expect(await places(far, claim({ path: 'b.ts', line: 1, quote: 'a()' }))).toEqual([
      'outside-change: The change did not touch line 1, and no changed line is cited that breaks it.',
    ])
  })

  test('what is cited may stand anywhere in the repository, at head or base', async () => {
    const change = await createChange({ base, head })
    const isThere = (path: string, line: number, quote: string) =>
      grounding.isThere({ path, side: 'RIGHT', line, endLine: line, quote }, change)
    expect(await isThere('src/page.ts', 4, 'nameOf(user).trim()')).toBe(true)
    expect(await isThere('src/page.ts', 4, 'nameOf(admin).trim()')).toBe(false)
    expect(await isThere('src/user.ts', 2, 'if (!user) return null')).toBe(true)
    for (const path of ['/etc/passwd', '../a', 'src/none.ts', '', 'a\0b'])
      expect(await isThere(path, 1, 'root')).toBe(false)
  })

  test('secrets and hidden characters are quoted as they were shown', async () => {
    const text = 'const key = "hunter2hunter2"\nconst a\u200b = key.user.name\n'
    const change = await createChange(
      { base: { 'a.ts': '\n' }, head: { 'a.ts': text } },
      { secret: 'hunter2hunter2' },
    )
    expect(
      await places(change, claim({ path: 'a.ts', line: 1, quote: 'const key = "**************"' })),
    ).toEqual(['a.ts RIGHT 1:1-1:29'])
    expect(
      await places(change, claim({ path: 'a.ts', line: 2, quote: 'const a\\u{200b} = key.user.name' })),
    ).toEqual(['a.ts RIGHT 2:1-2:25'])
  })
})

describe('suggestions', () => {
  const lines = { 'a.ts': '\n' }
  const code = 'function f(user) {\n  if (user) {\n    return user.name\n  }\n}\n'
  const options = { analyser: { rule: 'x/eval', pattern: /\beval\(/ } }
  async function suggesting() {
    const change = await createChange({ base: lines, head: { 'a.ts': code } }, options)
    return async (replacement: string, about: { line: number; endLine?: number; quote: string }) => {
      const { observations, dropped } = await ground(change, claim({ path: 'a.ts', ...about, replacement }))
      expect(observations).toHaveLength(1)
      return observations[0]?.replacement ?? dropped[0]?.detail.replace(/^.*is not: /, '')
    }
  }
  const third = { line: 3, quote: 'return user.name' }

  test('one that applies is kept, with the indentation of what it replaces', async () => {
    const suggested = await suggesting()
    expect(await suggested('    return user?.name', third)).toBe('    return user?.name')
    expect(await suggested('return user?.name\n', third)).toBe('    return user?.name')
    expect(await suggested('if (!user.name) {\n  return null\n}\nreturn user.name', third)).toBe(
      '    if (!user.name) {\n      return null\n    }\n    return user.name',
    )
    expect(await suggested('```ts\n    return user?.name\n```', third)).toBe('    return user?.name')
    expect(
      await suggested('  if (user) {\n    return user?.name\n  }', {
        line: 2,
        endLine: 4,
        quote: 'if (user) {',
      }),
    ).toBe('  if (user) {\n    return user?.name\n  }')
  })

  test('one that does not hold is left out, and the finding is told', async () => {
    const suggested = await suggesting()
    for (const [replacement, reason] of [
      ['return  user.name', 'it is what stands there already.'],
      ['    // ... existing code ...\n    return 1', 'it leaves out code.'],
      ['-    return user.name\n+    return user?.name', 'it is a diff, not code.'],
      ['    if (user) {', 'the file no longer parses with it.'],
      ['    return eval(user)', 'x/eval reports a defect in it.'],
      ['    return user\u202e.name', 'it holds characters that nobody sees.'],
      ['    return fetch("https://evil.net/x")', 'It leads to a host that the change does not name.'],
    ] as const)
      expect(await suggested(replacement, third)).toBe(reason)
  })

  test('one whose lines are elsewhere than claimed moves along, or is left out', async () => {
    const suggested = await suggesting()
    expect(await suggested('return null', { line: 1, quote: 'return user.name' })).toBe('    return null')
    expect(await suggested('return null', { line: 4, endLine: 5, quote: 'return user.name' })).toBe(
      'it is for other lines than these.',
    )
  })

  test('line ends of the file are kept', async () => {
    const change = await createChange({ base: lines, head: { 'a.ts': code.replaceAll('\n', '\r\n') } })
    const { observations } = await ground(
      change,
      claim({ path: 'a.ts', ...third, replacement: '    return 1\r\n' }),
    )
    expect(observations[0]?.replacement).toBe('    return 1')
    expect(change.tried.at(-1)).toContain('    return 1\r\n')
  })
})

describe('what is told', () => {
  const two = { 'a.ts': 'const q = "SELECT " + id\nuser.name.trim()\nsum / list.length\n' }

  test('not what an analyser says, and not the same twice', async () => {
    const known = [
      {
        path: 'a.ts',
        line: 1,
        endLine: 1,
        side: 'RIGHT',
        rule: 'ast-grep/sql-injection',
        severity: 'high',
        message: 'SQL is built from a value.',
      } as const,
    ]
    const change = await createChange({ base: { 'a.ts': '\n' }, head: two }, { known })
    const sql = {
      path: 'a.ts',
      line: 1,
      quote: '"SELECT " + id',
      message: 'An attacker who sets `id` changes the statement.',
    }
    const { observations, dropped } = await ground(
      change,
      claim({ ...sql, title: 'SQL injection' }),
      claim({ ...sql, title: 'statement built from input', cwe: ['cwe 89'], category: 'security' }),
      claim({
        path: 'a.ts',
        line: 2,
        quote: 'user.name.trim()',
        title: 'nil dereference of user',
        confidence: 0.7,
      }),
      {
        ...claim({
          path: 'a.ts',
          line: 2,
          quote: 'user.name.trim()',
          title: 'nil dereference',
          confidence: 0.9,
        }),
        by: 'reviewer',
        voices: [{ speaker: 'reviewer', round: 1, stance: 'proposes', text: 'user may be nil' }],
      },
      claim({
        path: 'a.ts',
        line: 3,
        quote: 'sum / list.length',
        title: 'division by zero',
        cwe: ['CWE-0369', 'x'],
      }),
    )
    expect(
      observations.map(({ line, rule, defect, cwe, voices }) => [line, rule, defect, cwe, voices.length]),
    ).toEqual([
      [2, 'nil-dereference', 'null-dereference', [], 2],
      [3, 'division-zero', 'division-by-zero', ['CWE-369'], 1],
    ])
    expect(dropped.map(({ reason, detail }) => `${reason}: ${detail}`)).toEqual([
      'duplicate: ast-grep/sql-injection says so already, on line 1.',
      'duplicate: ast-grep/sql-injection says so already, on line 1.',
      'duplicate: nil dereference, on line 2, is the same defect.',
    ])
  })

  test('the gravest and surest, up to the limit; not what was refuted or is unsure', async () => {
    const text = Array.from({ length: 6 }, (_, at) => `use${at}(user.name)`).join('\n')
    const change = await createChange(
      { base: { 'a.ts': '\n' }, head: { 'a.ts': `${text}\n` } },
      { findingsMax: 2 },
    )
    const at = (n: number, more: Parameters<typeof claim>[0] | object = {}) =>
      claim({
        path: 'a.ts',
        line: n + 1,
        quote: `use${n}(user.name)`,
        title: `failure of kind ${'abcdef'[n]}${n}`,
        ...more,
      })
    const { observations, dropped } = await ground(
      change,
      at(0, { severity: 'low' }),
      at(1, { severity: 'critical' }),
      at(2, { severity: 'high' }),
      { ...at(3), outcome: 'refuted', reason: 'The reviewer refuted it with code.' },
      at(4, { confidence: 0.3 }),
      at(5, { message: 'Great use of a helper here.', title: 'nice' }),
    )
    expect(observations.map(({ line, severity }) => [line, severity])).toEqual([
      [2, 'critical'],
      [3, 'high'],
    ])
    expect(dropped.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '4 refuted',
      '5 no-substance',
      '6 no-substance',
      '1 beyond-limit',
    ])
  })

  test('what may not be published is not, and says so without repeating it', async () => {
    const change = await createChange({ base: { 'a.ts': '\n' }, head: two })
    const leak = 'It throws when heron-0123456789abcdef0123 is nil.'
    const { observations, dropped } = await ground(
      change,
      claim({ path: 'a.ts', line: 2, quote: 'user.name', message: leak }),
      claim({
        path: 'a.ts',
        line: 3,
        quote: 'sum / list.length',
        title: 'division by zero',
        message: 'Ask @octocat: it throws when the list is empty. <img src="https://evil.example/x">',
      }),
    )
    expect(JSON.stringify({ observations, dropped })).not.toMatch(/heron|evil\.example|img/)
    expect(observations.map(({ message }) => message)).toEqual([
      'Division by zero. Ask `@octocat`: it throws when the list is empty.',
    ])
    expect(dropped).toMatchObject([{ reason: 'unpublishable', rule: 'agents/unpublishable' }])
  })
})
