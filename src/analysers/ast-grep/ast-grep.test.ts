import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedText, listed, observationsOf } from '../../../test/world/analysed-text.ts'
import { astGrep } from './ast-grep.ts'
import { fillTemplate, shortText } from './fill-template.ts'
import { nestingDepth, nestingMax } from './nesting.ts'
import { observeCode } from './observe-code.ts'
import { checkRuleYaml } from './rule-schema.ts'
import { isTestCode } from './test-code.ts'

describe('our own rules over a text', () => {
  it('names rule, place and the code it means', async () => {
    const text = changedText(
      'app/users.py',
      'def find(cursor, name):\n    é = "🦀"; cursor.execute(f"SELECT 1 FROM t WHERE n = {name}")\n',
    )
    expect(listed(await observationsOf(astGrep, text))).toEqual([
      '2:15-2:66 high python-sql-string The SQL text given to execute() is put together from values, so a value can change the statement. Pass the values as parameters.',
    ])
  })

  it('reads .js and .jsx as TSX, .ts with casts as TypeScript', async () => {
    const line = "el.innerHTML = '<b>' + name\n"
    for (const [path, head] of [
      ['app/a.js', line],
      ['app/a.jsx', `const view = <p>{name}</p>\n${line}`],
      ['app/a.tsx', `const view: Node = <p>{name}</p>\n${line}`],
      ['app/a.ts', `const view = <Node>name\n${line}`],
    ] as const) {
      const found = await observationsOf(astGrep, changedText(path, head))
      expect(
        found.map((o) => o.rule),
        path,
      ).toEqual(['javascript-html-from-value'])
    }
  })

  it('offers the whole lines with the fix in its place', async () => {
    const head =
      'class A {\r\n  void a(int n) {\r\n    if (n < 0) new IllegalStateException("n"); // no\r\n  }\r\n}\r\n'
    const [found] = await observationsOf(astGrep, changedText('app/A.java', head))
    expect(found?.replacement).toBe('    if (n < 0) throw new IllegalStateException("n"); // no\r')
  })

  it('hands a secret over for masking and keeps it out of the message', async () => {
    const [found] = await observationsOf(
      astGrep,
      changedText('app/a.js', "jwt.sign({ id }, 'correct-horse')\n"),
    )
    expect(found?.secrets).toEqual(['correct-horse'])
    expect(found?.message).not.toContain('correct-horse')
  })

  it('keeps rules that mean production code out of tests', async () => {
    const head = 'package a\n\nfunc a() {\n\ttime.Sleep(5)\n}\n'
    expect(await observationsOf(astGrep, changedText('wait.go', head))).toHaveLength(1)
    expect(await observationsOf(astGrep, changedText('wait_test.go', head))).toEqual([])
    expect(isTestCode('src/test/java/A.java')).toBe(true)
    expect(isTestCode('src/latest/contest.py')).toBe(false)
  })

  it('tells one mistake on one line once', async () => {
    const found = await observeCode(
      'a.py',
      'python',
      'os.system("a " + b + " c " + os.popen("d " + e).read())\n',
    )
    expect(found.map((o) => o.line)).toEqual([1])
  })

  it('says nothing about deleted files, unknown languages and empty texts', async () => {
    expect(await observationsOf(astGrep, changedText('a.py', null, 'eval(x)\n'))).toEqual([])
    expect(await observationsOf(astGrep, changedText('a.unknown', 'eval(x)\n'))).toEqual([])
    expect(await observationsOf(astGrep, changedText('a.py', ''))).toEqual([])
    expect(astGrep.reads({ path: 'a.kt', language: 'kotlin', role: 'code' })).toBe(false)
    expect(astGrep.reads({ path: 'Cargo.lock', language: 'rust', role: 'lock' })).toBe(false)
    expect(astGrep.reads({ path: 'a.cs', language: 'csharp', role: 'code' })).toBe(true)
  })

  it('reports from half a file as well', async () => {
    const head = "let = ]]] ;\nfunction a() {\n  el.innerHTML = '<b>' + name\n}\n\u0000 ((("
    expect((await observeCode('app/a.js', 'javascript', head)).map((o) => o.line)).toEqual([3])
  })

  it('refuses what nests deeper than anything written by people', async () => {
    const nested = (depth: number) => `os.system(x)\n${'a('.repeat(depth)}${')'.repeat(depth)}\n`
    await expect(observeCode('a.py', 'python', nested(nestingMax + 1))).rejects.toThrow(/nest 1001 deep/)
    expect(await observeCode('a.py', 'python', nested(nestingMax))).toEqual([])
    expect(await observeCode('a.py', 'python', `os.system(x)\n${"print('(')\n".repeat(2000)}`)).toEqual([])
  })

  it('counts pairs of brackets only', () => {
    expect(nestingDepth('')).toBe(0)
    expect(nestingDepth('a(b[c{}])(')).toBe(3)
    expect(nestingDepth('(((((((')).toBe(0)
    expect(nestingDepth(')))]]}}')).toBe(0)
    expect(nestingDepth('{ "((((" } [ (x) ]')).toBe(2)
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        fc.constant({ text: 'x', depth: 0 }),
        fc.tuple(fc.constantFrom('()', '[]', '{}'), fc.array(tie('node'), { maxLength: 3 })).map(wrap),
      ),
    })).node
    fc.assert(
      fc.property(tree, (node) => {
        expect(nestingDepth((node as Tree).text)).toBe((node as Tree).depth)
      }),
    )
  })

  it('lists its rules with names of their own', async () => {
    const rules = await astGrep.rules()
    expect(rules.length).toBeGreaterThanOrEqual(40)
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
    expect(rules.find((rule) => rule.id === 'go-cobra-parent-nil')).toMatchObject({ cwe: ['CWE-476'] })
  })
})

describe('rule.yaml', () => {
  const yaml = {
    title: 'A title',
    severity: 'high',
    category: 'security',
    cwe: ['CWE-79'],
    confidence: 0.9,
    defect: 'xss',
    message: 'Something is wrong with $VALUE. Do another thing.',
    rule: { pattern: 'a' },
  }

  it('fills in what may be left out', () => {
    expect(checkRuleYaml('go/x/rule.yaml', yaml)).toMatchObject({ words: [], tests: true })
  })

  it.each([
    ['an unknown key', { ...yaml, sevrity: 'high' }, /go\/x\/rule\.yaml: .*sevrity/],
    ['a wrong value', { ...yaml, severity: 'bad' }, /go\/x\/rule\.yaml: severity: /],
    ['a strange CWE', { ...yaml, cwe: ['79'] }, /cwe\.0: must look like CWE-89/],
    ['a message that shows the secret', { ...yaml, secret: '$VALUE' }, /message: must not show the secret/],
    ['no object at all', 'text', /go\/x\/rule\.yaml: the file: /],
  ])('names the file and the key of %s', (_, bad, problem) => {
    expect(() => checkRuleYaml('go/x/rule.yaml', bad)).toThrow(problem)
  })
})

describe('messages', () => {
  it('show one short line of code', () => {
    expect(shortText('  call(a,\n  b)')).toBe('call(a,…')
    expect(shortText('x'.repeat(60))).toBe('x'.repeat(60))
    expect(shortText('x'.repeat(61))).toBe(`${'x'.repeat(59)}…`)
    expect(shortText(null)).toBe('…')
  })

  it('never run long, break a line or cut a character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (code) => {
        const short = shortText(code)
        expect(short.length).toBeLessThanOrEqual(60)
        expect(short).not.toContain('\n')
        expect(short.isWellFormed()).toBe(code.isWellFormed())
      }),
    )
  })

  it('take code as it is, dollar signs and all', () => {
    fc.assert(
      fc.property(fc.string(), (code) => {
        expect(fillTemplate('<$A> and <$$$B>', () => code)).toBe(`<${code}> and <${code}>`)
      }),
    )
  })
})

interface Tree {
  readonly text: string
  readonly depth: number
}

function wrap([pair, inner]: [string, unknown[]]): Tree {
  const trees = inner as readonly Tree[]
  return {
    text: `${pair[0]}${trees.map((tree) => tree.text).join(', ')}${pair[1]}`,
    depth: 1 + Math.max(0, ...trees.map((tree) => tree.depth)),
  }
}
