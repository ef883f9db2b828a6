import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitToText } from './fit-to-text.ts'
import { type ImportedSarif, importSarif } from './sarif-import.ts'

const codeqlLike = {
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: { name: 'CodeQL', rules: [] },
        extensions: [
          {
            name: 'queries',
            rules: [
              {
                id: 'js/xss',
                defaultConfiguration: { level: 'error' },
                properties: {
                  tags: ['security', 'external/cwe/cwe-079'],
                  precision: 'high',
                  'security-severity': '7.8',
                },
              },
            ],
          },
        ],
      },
      originalUriBaseIds: {
        '%SRCROOT%': { uri: 'file:///ci/build/shop/' },
        WEB: { uri: 'web/', uriBaseId: '%SRCROOT%' },
      },
      artifacts: [{ location: { uri: 'src/cart%20page.ts', uriBaseId: 'WEB' } }],
      results: [
        {
          rule: { id: 'js/xss', index: 0, toolComponent: { index: 0 } },
          message: { text: 'Markup built from [a request](1) is written out.\u0000' },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { index: 0 },
                region: { startLine: 3, startColumn: 5, endColumn: 12 },
              },
            },
          ],
        },
      ],
    },
  ],
}

const semgrepLike = {
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'Semgrep OSS',
          rules: [
            {
              id: 'python.eval',
              shortDescription: { text: 'Evaluated input' },
              properties: { tags: ['CWE-95: evaluated code', 'security'], precision: 'very-high' },
            },
          ],
        },
      },
      results: [
        result(
          'python.eval',
          'app/main.py',
          { startLine: 2, startColumn: 1, endLine: 4, endColumn: 2 },
          {
            level: 'warning',
            fixes: [
              {
                artifactChanges: [
                  {
                    artifactLocation: { uri: './app/main.py' },
                    replacements: [
                      {
                        deletedRegion: { startLine: 2, endLine: 5, endColumn: 1 },
                        insertedContent: { text: 'safe()\n' },
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ),
        result(
          'python.eval',
          'app/main.py',
          { startLine: 9 },
          { suppressions: [{ kind: 'inSource', status: 'accepted' }] },
        ),
        result('python.eval', 'app/main.py', { charOffset: 90, charLength: 2 }),
        result('python.eval', '../../etc/passwd', { startLine: 1 }),
        result('python.eval', 'https://example.org/main.py', { startLine: 1 }),
        result('python.eval', '/somewhere/else/main.py', { startLine: 1 }),
        result('python.eval', 'app/main.py', { startLine: 1 }, { kind: 'pass' }),
        'no result at all',
      ],
    },
  ],
}

const eslintLike = {
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'ESLint',
          rules: [{ id: 'no-undef', messageStrings: { undef: { text: "'{0}' is not defined." } } }],
        },
      },
      results: [
        {
          ruleId: 'no-undef',
          ruleIndex: 0,
          level: 'error',
          message: { id: 'undef', arguments: ['x'] },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: 'file:///srv/shop/src/a.js' },
                region: { startLine: 1 },
              },
            },
          ],
        },
      ],
    },
    {
      tool: { driver: { name: '../../<b>' } },
      results: [result('a b/c', 'b.js', { startLine: 1 }, { level: 'note' })],
    },
    { results: [] },
  ],
}

function result(ruleId: string, uri: string, region: object, more: object = {}) {
  const locations = [{ physicalLocation: { artifactLocation: { uri }, region } }]
  return { ruleId, message: { text: `About ${ruleId}.` }, locations, ...more }
}

function imported(log: unknown, root: string | null = null): ImportedSarif {
  const outcome = importSarif(JSON.stringify(log), { root })
  if (!outcome.ok) throw new Error(outcome.failure.what)
  return outcome.value
}

function told(from: ImportedSarif): readonly string[] {
  return [...from.observations].flatMap(([path, list]) =>
    list.map(
      (o) =>
        `${path}:${o.line}:${o.column}-${o.endLine}:${o.endColumn} ${o.severity} ${o.category} ${o.analyser}/${o.rule} [${o.cwe.join()}] ${o.confidence} ${o.message}`,
    ),
  )
}

describe('SARIF', () => {
  it('of a tool with extensions, base addresses and artifacts', () => {
    expect(told(imported(codeqlLike))).toMatchInlineSnapshot(`
      [
        "web/src/cart page.ts:3:5-3:12 high security sarif-codeql/js-xss [CWE-79] 0.85 Markup built from a request is written out.",
      ]
    `)
    expect(told(imported(codeqlLike, '/ci/build/shop'))).toEqual(told(imported(codeqlLike)))
    expect([...imported(codeqlLike, '/ci/build').observations.keys()]).toEqual(['shop/web/src/cart page.ts'])
  })

  it('of a tool with fixes and suppressions; what cannot be used keeps its reason', () => {
    const from = imported(semgrepLike)
    expect(told(from)).toMatchInlineSnapshot(`
      [
        "app/main.py:2:1-4:2 medium security sarif-semgrep-oss/python.eval [CWE-95] 0.95 About python.eval.",
      ]
    `)
    expect(from.observations.get('app/main.py')?.[0]?.replacement).toBe('safe()')
    expect(
      from.dropped.map((one) => `${one.result} ${one.rule} ${one.cause}: ${one.reason}`),
    ).toMatchInlineSnapshot(`
      [
        "1 sarif-semgrep-oss/python.eval suppressed: The tool counts it as suppressed.",
        "2 sarif-semgrep-oss/python.eval no-line: It names no line, only an offset or the file as a whole.",
        "3 sarif-semgrep-oss/python.eval outside-repository: Its path is outside the repository.",
        "4 sarif-semgrep-oss/python.eval foreign-address: Its address is no file of this machine or repository.",
        "5 sarif-semgrep-oss/python.eval outside-repository: Its path is outside the repository.",
        "6 sarif-semgrep-oss/python.eval nothing-wrong: The tool says that nothing is wrong there.",
        "7 sarif-semgrep-oss malformed: It does not have the shape that SARIF 2.1.0 gives it.",
      ]
    `)
  })

  it('of several runs, with absolute addresses under a known root', () => {
    const from = imported(eslintLike, '/srv/shop')
    expect(told(from)).toMatchInlineSnapshot(`
      [
        "src/a.js:1:1-1:1000000 high correctness sarif-eslint/no-undef [] 0.8 'x' is not defined.",
        "b.js:1:1-1:1000000 low maintainability sarif-b/a-b-c [] 0.8 About a b/c.",
      ]
    `)
    expect(from.dropped.map((one) => one.cause)).toEqual(['malformed'])
    expect(imported(eslintLike).dropped.map((one) => one.cause)).toEqual(['outside-repository', 'malformed'])
  })

  it('a fix is taken for whole lines only', () => {
    const fixed = (deletedRegion: object, text: string) => {
      const replacements = [{ deletedRegion, insertedContent: { text } }]
      const fixes = [{ artifactChanges: [{ artifactLocation: { uri: 'a.py' }, replacements }] }]
      const results = [result('r', 'a.py', { startLine: 2 }, { fixes })]
      const log = { version: '2.1.0', runs: [{ tool: { driver: { name: 't' } }, results }] }
      return imported(log).observations.get('a.py')?.[0]?.replacement
    }
    expect(fixed({ startLine: 2 }, 'x')).toBe('x')
    expect(fixed({ startLine: 2, endLine: 3, endColumn: 1 }, 'x\ny\n')).toBe('x\ny')
    expect(fixed({ startLine: 2, startColumn: 3 }, 'x')).toBeNull()
    expect(fixed({ startLine: 2, endColumn: 9 }, 'x')).toBeNull()
    expect(fixed({ startLine: 1 }, 'x')).toBeNull()
    expect(fixed({ startLine: 2 }, '')).toBeNull()
  })

  it('severity follows the score, then the level', () => {
    const severity = (rule: object, more: object = {}) => {
      const driver = { name: 't', rules: [{ id: 'r', ...rule }] }
      const log = {
        version: '2.1.0',
        runs: [{ tool: { driver }, results: [result('r', 'a', { startLine: 1 }, more)] }],
      }
      return imported(log).observations.get('a')?.[0]?.severity
    }
    expect(severity({ properties: { 'security-severity': '9.1' } }, { level: 'note' })).toBe('critical')
    expect(severity({ properties: { 'security-severity': '5' } })).toBe('medium')
    expect(severity({ defaultConfiguration: { level: 'error' } })).toBe('high')
    expect(severity({}, { level: 'note' })).toBe('low')
    expect(severity({})).toBe('medium')
    expect(severity({}, { level: 'none' })).toBeUndefined()
  })

  it('circles of base addresses end', () => {
    const run = {
      tool: { driver: { name: 't' } },
      originalUriBaseIds: { A: { uri: 'a/', uriBaseId: 'B' }, B: { uri: 'b/', uriBaseId: 'A' } },
      results: [
        {
          ruleId: 'r',
          message: { text: 'm' },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: 'x', uriBaseId: 'A' }, region: { startLine: 1 } },
            },
          ],
        },
      ],
    }
    expect([...imported({ version: '2.1.0', runs: [run] }).observations.keys()]).toEqual([
      'b/a/b/a/b/a/b/a/x',
    ])
  })

  it.each([
    ['not json', 'The file is no JSON.', 'the whole file'],
    ['{"version":"2.0.0","runs":[]}', 'The version of the log is not 2.1.0.', '"version"'],
    ['{"version":"2.1.0"}', 'The file is no SARIF log: it has no list of runs.', '"runs"'],
    ['[]', 'The file is no SARIF log: it has no list of runs.', 'the whole file'],
    ['['.repeat(100_000), 'The file is no JSON.', 'the whole file'],
  ])('%.30s is a failure that says what to do', (text, what, where) => {
    expect(importSarif(text, { root: null })).toMatchObject({
      ok: false,
      failure: { kind: 'bad-sarif', what, where },
    })
  })

  it('more results than the bound are cut with one line that says so', () => {
    const one = result('r', 'a.py', { startLine: 1 })
    const from = imported({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 't' } }, results: Array.from({ length: 50_002 }, () => one) }],
    })
    expect(from.observations.get('a.py')).toHaveLength(50_000)
    expect(from.dropped.map((drop) => drop.cause)).toEqual(['too-many'])
  })

  it('mutilated, never throws, and no path leaves the repository', () => {
    const logs = [codeqlLike, semgrepLike, eslintLike]
    fc.assert(
      fc.property(
        fc.constantFrom(...logs),
        fc.array(fc.tuple(fc.nat(), fc.anything()), { maxLength: 4 }),
        (log, cuts) => {
          const copy = structuredClone(log) as unknown
          for (const [at, value] of cuts)
            mutilate(copy, at, JSON.parse(JSON.stringify(value ?? null) ?? 'null'))
          const outcome = importSarif(JSON.stringify(copy), { root: '/srv' })
          if (!outcome.ok) return
          for (const [path, list] of outcome.value.observations) {
            expect(path).not.toMatch(/^\/|(?:^|\/)\.\.(?:\/|$)|\0/)
            for (const one of list) {
              expect(one.line).toBeGreaterThanOrEqual(1)
              expect(one.endLine).toBeGreaterThanOrEqual(one.line)
              expect(one.message.length).toBeLessThanOrEqual(2_000)
            }
          }
        },
      ),
      { numRuns: 600 },
    )
  })
})

describe('fitting to the text', () => {
  const at = (region: object, columnKind: string) =>
    imported({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 't' } }, columnKind, results: [result('r', 'a', region)] }],
    }).observations.get('a') ?? []

  it('ends lines where they end, and drops lines that are not there', () => {
    expect(fitToText(at({ startLine: 2 }, ''), 'one\ntwo!\r\n')).toMatchObject([{ column: 1, endColumn: 5 }])
    expect(fitToText(at({ startLine: 3 }, ''), 'one\ntwo!\n')).toEqual([])
  })

  it('counts what the tool counts', () => {
    const region = { startLine: 1, startColumn: 2, endColumn: 3 }
    expect(fitToText(at(region, 'unicodeCodePoints'), '\u{1F600}ab')).toMatchObject([
      { column: 3, endColumn: 4 },
    ])
    expect(fitToText(at(region, 'utf16CodeUnits'), '\u{1F600}ab')).toMatchObject([
      { column: 2, endColumn: 3 },
    ])
  })
})

/** Puts `value` in the place of the node that comes `at`-th in the tree. */
function mutilate(root: unknown, at: number, value: unknown): void {
  const places: (readonly [Record<string, unknown>, string])[] = []
  const open: unknown[] = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key])
      open.push((node as Record<string, unknown>)[key])
    }
  }
  const place = places[at % Math.max(1, places.length)]
  if (place !== undefined) place[0][place[1]] = value
}
