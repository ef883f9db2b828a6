import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeConfigProblem } from './config-problem.ts'
import { defaultConfig } from './default-config.ts'
import { parseConfig, parseConfigFile } from './parse-config.ts'

const full = `version: 1
paths:
  include: ['src/**']
  exclude: ['**/testdata/**']
severity:
  threshold: medium
rules:
  oxlint/*: off
  ruff/S101: low
  ast-grep/python-sql-string: { severity: critical }
  secrets/aws: { enabled: false }
limits:
  findingsMax: 10
  fileBytesMax: 500KB
  totalBytesMax: 1 MiB
languages:
  exclude: [css]
instructions:
  - paths: ['src/billing/**']
    text: Amounts are whole cents.
agents:
  rounds: 3
  language: de
  reviewer: { persona: ' Is short. ', focus: [security] }
  chat: { improve: false }
  budget: { dollarsPerReviewMax: 0.5 }
`

function problemsOf(text: string | Uint8Array, knownRules?: readonly string[]): readonly string[] {
  const parsed = parseConfig(text, knownRules === undefined ? {} : { knownRules })
  return parsed.ok
    ? []
    : parsed.failure.map((problem) => describeConfigProblem(problem).replace('.autogen-bot.yaml:', ''))
}

describe('a configuration file', () => {
  it.each(['', '\n', '# nothing yet\n', '---\n', 'paths:\nlimits:\n  # filesMax: 3\n'])(
    'means the defaults when it says nothing: %j',
    (text) => {
      expect(parseConfig(text)).toEqual({ ok: true, value: defaultConfig })
    },
  )

  it('is read in full', () => {
    expect(parseConfig(Buffer.from(full))).toEqual({
      ok: true,
      value: {
        version: 1,
        paths: { include: ['src/**'], exclude: ['**/testdata/**'] },
        severity: { threshold: 'medium' },
        rules: {
          'oxlint/*': { enabled: false, severity: null },
          'ruff/S101': { enabled: true, severity: 'low' },
          'ast-grep/python-sql-string': { enabled: true, severity: 'critical' },
          'secrets/aws': { enabled: false, severity: null },
        },
        limits: {
          findingsMax: 10,
          fileBytesMax: 500_000,
          filesMax: 3000,
          totalBytesMax: 1_048_576,
          fileTimeMs: 2000,
        },
        languages: { include: [], exclude: ['css'] },
        instructions: [{ paths: ['src/billing/**'], text: 'Amounts are whole cents.' }],
        agents: {
          ...defaultConfig.agents,
          rounds: 3,
          language: 'de',
          reviewer: { persona: 'Is short.', focus: ['security'] },
          chat: { ...defaultConfig.agents.chat, improve: false },
          budget: { tokensPerReviewMax: null, dollarsPerReviewMax: 0.5 },
        },
      },
    })
  })

  it('remembers which keys it wrote', () => {
    const parsed = parseConfigFile('limits: { filesMax: 3 }\nrules: { a/b: off }\npaths: {}\n')
    expect(parsed.ok && [...parsed.value.writtenKeys]).toEqual(['limits.filesMax', 'rules'])
  })

  it('is told every problem at once, each with its place and a way out', () => {
    const text = `version: 2
pathes: {}
paths:
  include: src/**
  exclude: ['!x', '+(+(a|b)*)*x', 'dist/', 3]
severity:
  threshold: hihg
rules:
  ruff/*: of
  a/b: { severty: low }
  a b: off
limits:
  findingsMax: "3"
  fileBytesMax: 1 MBit
  filesMax: 0
  threshold: low
languages: { include: [pyhton] }
instructions:
  - text: x
exclude: []
`
    expect(problemsOf(text).join('\n')).toMatchInlineSnapshot(`
      "1:10: version: must be 1, but is the number 2 - choose one of these
      2:1: pathes: unknown key \`pathes\` - did you mean \`paths\`?
      4:12: paths.include: must be a list, but is the text \`src/**\` - put "- " before each item, on lines of their own
      5:13: paths.exclude[0]: a pattern cannot begin with ! - put it under paths.exclude without the !
      5:19: paths.exclude[1]: groups in parentheses are not understood - use braces: {a,b}; for a literal parenthesis ?
      5:35: paths.exclude[2]: a pattern names files, not a folder - add ** after the last /
      5:44: paths.exclude[3]: must be text, but is the number 3 - put it in quotes
      7:14: severity.threshold: must be one of critical, high, medium, low, but is the text \`hihg\` - did you mean \`high\`?
      9:11: rules["ruff/*"]: must be one of off, critical, high, medium, low, or a map of settings, but is the text \`of\` - did you mean \`off\`?
      10:10: rules["a/b"].severty: unknown key \`severty\` - did you mean \`severity\`?
      11:3: rules["a b"]: is not a rule id or pattern - write analyser/rule-id or analyser/*
      13:16: limits.findingsMax: must be a number, but is the text \`3\` - write a number, without quotes
      14:17: limits.fileBytesMax: is not a size: the text \`1 MBit\` - write bytes as a number, or text such as 1MiB or 500KB
      15:13: limits.filesMax: must be at least 1 - change it to fit
      16:3: limits.threshold: unknown key \`threshold\` - it belongs under \`severity\`
      17:24: languages.include[0]: must be one of javascript, typescript, tsx, python, go, java, ruby, rust, php, csharp, c, cpp, kotlin, swift, scala, shell, dockerfile, yaml, json, toml, xml, html, css, sql, markdown, but is the text \`pyhton\` - did you mean \`python\`?
      19:5: instructions[0].paths: must be a list, but is missing - add it
      20:1: exclude: unknown key \`exclude\` - it belongs under \`paths\` or \`languages\`"
    `)
  })

  it.each([
    ['a: 1\na: 2'],
    ['paths: ['],
    ['paths: !mine {}'],
    ['version: 1\n---\nversion: 1'],
    ['__proto__: { version: 1 }'],
    ['hello'],
    ['<<: { version: 1 }'],
    ['paths: *nowhere'],
    ['a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]'],
    ['&a { rules: *a }'],
    [`paths: ${'['.repeat(50_000)}`],
    ['? '.repeat(30_000)],
    [`# ${'x'.repeat(70_000)}`],
  ])('is refused, not obeyed and not built: %.40j', (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0)
  })

  it('has to be UTF-8', () => {
    expect(problemsOf(new Uint8Array([0x61, 0xff]))).toEqual(['1:1: is not UTF-8 text - save it as UTF-8'])
  })

  it('may name only rules there are, when the rules are known', () => {
    expect(problemsOf('rules:\n  oxlint/no-debuger: off\n  oxlint/*: low\n', ['oxlint/no-debugger'])).toEqual(
      ['2:3: rules["oxlint/no-debuger"]: no rule has this name - did you mean `oxlint/no-debugger`?'],
    )
  })

  it('may name what agents find, which nobody can list', () => {
    const rules = 'rules:\n  agents/*: low\n  agents/loop-runs-one-past: off\n'
    expect(problemsOf(rules, ['oxlint/no-debugger'])).toEqual([])
    expect(problemsOf('rules:\n  agent/*: off\n', ['oxlint/no-debugger'])).toHaveLength(1)
  })

  it('says how a language is written', () => {
    expect(problemsOf('agents:\n  language: English, please\n')).toEqual([
      '2:13: agents.language: is not a language tag: the text `English, please` - write one such as en, de or pt-BR',
    ])
  })

  it('may not say how long a text is instead of writing it', () => {
    expect(problemsOf('instructions:\n  - paths: [a]\n    text: { length: { toString: 0 } }\n')).toEqual([
      '3:5: instructions[0].text: is a map where a text or a list belongs - write the text or the list itself',
    ])
  })

  it('never throws, whatever it holds', () => {
    const random = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: fc.constantFrom(...'[]{}:,-?&*!|>\'"%@`# \n\tab01~<'), maxLength: 200 }),
    )
    const mutated = fc
      .array(
        fc.tuple(
          fc.nat(full.length),
          fc.nat(6),
          fc.string({ unit: fc.constantFrom(...'[]{}:-&*! \n\'"ax1'), maxLength: 4 }),
        ),
        { maxLength: 4 },
      )
      .map((edits) =>
        edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), full),
      )
    fc.assert(
      fc.property(fc.oneof(random, mutated), (text) => {
        const parsed = parseConfig(text)
        if (parsed.ok) return
        expect(parsed.failure.length).toBeGreaterThan(0)
        for (const problem of parsed.failure) {
          expect(problem.line).toBeGreaterThan(0)
          expect(problem.column).toBeGreaterThan(0)
          expect(problem.line).toBeLessThanOrEqual(text.split('\n').length)
        }
      }),
      { numRuns: 1500 },
    )
  })
})
