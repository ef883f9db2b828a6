import { expect, test } from 'vitest'
import { codeLines, type RealReport } from './real-code.ts'
import { renderRealCode } from './render.ts'
import { missedAims, summarise } from './summary.ts'

function report(ruleFolder: string, verdict: boolean | null, line = 1): RealReport {
  return {
    key: `acme/shop lib/cart ${ruleFolder}-tls-off 0123456789abcdef`,
    caseId: 'shop',
    ruleFolder,
    rule: `${ruleFolder}-tls-off`,
    path: 'lib/cart',
    line,
    message: 'Any certificate is accepted.',
    judgement: verdict === null ? null : { verdict, reason: 'the option is for a test server only' },
  }
}

const nothing = { linesByFolder: new Map<string, number>(), reports: [], unread: [] }

test('a table by language, with what is open and what was wrong below it', () => {
  const code = {
    linesByFolder: new Map([
      ['ruby', 12_000],
      ['go', 800],
    ]),
    reports: [report('ruby', true), report('ruby', false, 7), report('go', null, 9)],
    unread: [{ caseId: 'shop', path: 'lib/deep', reason: 'brackets nest too deep' }],
  }
  expect(renderRealCode(summarise(['ruby', 'go', 'php'], code), code)).toMatchInlineSnapshot(`
    "Real code

    language         lines read  reports  true  false  unjudged  precision  false in 2,000 lines
    ruby                 12,000        2     1      1         0       0.50                 0.167
    go                      800        1     0      0         1          -                 0.000
    php       no real code here        -     -      -         -          -                     -
    all                  12,800        3     1      1         1       0.50                 0.156

    Not read
      shop lib/deep: brackets nest too deep

    Unjudged: read each and write its verdict into bench/eval-rules/judgements.json
      shop lib/cart:9 go-tls-off
        Any certificate is accepted.
        key: acme/shop lib/cart go-tls-off 0123456789abcdef

    False reports
      shop lib/cart:7 ruby-tls-off
        the option is for a test server only
    "
  `)
})

test('open judgements and missed aims are named', () => {
  const reports = [report('ruby', true), report('ruby', false), report('go', null)]
  const rows = summarise(['ruby', 'go'], { ...nothing, linesByFolder: new Map([['ruby', 1_000]]), reports })
  expect(missedAims(rows)).toEqual([
    'ruby: 2.00 false reports in 2,000 lines, the aim is 1.',
    'go: 1 reports are unjudged.',
    'all: precision is 0.50, the aim is 0.9.',
    'all: 2.00 false reports in 2,000 lines, the aim is 1.',
  ])
})

test('a language is held to the precision of its own only when there is enough to count', () => {
  const few = [report('ruby', false), ...Array.from({ length: 19 }, () => report('go', true))]
  const many = [...Array.from({ length: 10 }, () => report('ruby', false)), ...few]
  const linesByFolder = new Map([['ruby', 100_000]])
  expect(missedAims(summarise(['ruby', 'go'], { ...nothing, linesByFolder, reports: few }))).toEqual([])
  expect(missedAims(summarise(['ruby', 'go'], { ...nothing, linesByFolder, reports: many }))).toContain(
    'ruby: precision is 0.00, the aim is 0.9.',
  )
})

test('no code and no reports miss nothing', () => {
  expect(missedAims(summarise(['ruby'], nothing))).toEqual([])
})

test('blank lines are no code', () => {
  expect(codeLines('a\n\n  \t\nb\n')).toBe(2)
})
