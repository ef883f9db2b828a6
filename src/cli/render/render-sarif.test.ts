import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import type { Log } from 'sarif'
import { describe, expect, it } from 'vitest'
import { aFinding, agentsReport, anyReport, aReport } from '../../../test/world/report.ts'
import type { ReviewReport } from '../../domain/review/report.ts'
import { artifactUri } from './artifact-uri.ts'
import { renderSarif } from './render-sarif.ts'

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true })
addFormats.default(ajv)
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('./fixtures/sarif-emitted.schema.json', import.meta.url), 'utf8')),
)

function sarifOf(report: ReviewReport): Log['runs'][number] {
  const log = JSON.parse(renderSarif(report)) as Log
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true)
  return log.runs[0] as Log['runs'][number]
}

describe('a review as SARIF', () => {
  it('says who found it, and with --explain how it was argued', () => {
    const voices = [
      { speaker: 'coder' as const, round: 1, stance: 'proposes' as const, text: 'It is 0 at first.' },
    ]
    const argued = aFinding({ rule: 'agents/correctness', source: 'agent', voices })
    const run = sarifOf(aReport([argued], { agents: agentsReport(), dropped: [] }))
    expect(run.results?.[0]?.properties).toMatchObject({ source: 'agent', voices })
    expect(run.properties?.agents).toMatchObject({ models: ['big/thinker-2', 'small/quick-1'], calls: 12 })
    const quiet = sarifOf(aReport([argued], { agents: agentsReport() }))
    expect(quiet.results?.[0]?.properties).not.toHaveProperty('voices')
  })

  it('carries rule, place, fingerprint, suppression and fix', () => {
    const run = sarifOf(
      aReport([
        aFinding({
          severity: 'high',
          category: 'security',
          cwe: ['CWE-79', 'CWE-1321'],
          suggestion: { replacement: '  audit()' },
          suppressed: { by: 'noqa', line: 3, addedHere: true },
        }),
      ]),
    )
    expect({ rules: run.tool.driver.rules, results: run.results }).toMatchInlineSnapshot(`
      {
        "results": [
          {
            "fixes": [
              {
                "artifactChanges": [
                  {
                    "artifactLocation": {
                      "uri": "src/cart.ts",
                      "uriBaseId": "SRCROOT",
                    },
                    "replacements": [
                      {
                        "deletedRegion": {
                          "endLine": 3,
                          "startLine": 3,
                        },
                        "insertedContent": {
                          "text": "  audit()",
                        },
                      },
                    ],
                  },
                ],
                "description": {
                  "text": "Replace the lines.",
                },
              },
            ],
            "level": "error",
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "src/cart.ts",
                    "uriBaseId": "SRCROOT",
                  },
                  "region": {
                    "endColumn": 11,
                    "endLine": 3,
                    "snippet": {
                      "text": "  debugger",
                    },
                    "startColumn": 3,
                    "startLine": 3,
                  },
                },
              },
            ],
            "message": {
              "text": "A debugger statement is left in. Remove it.",
            },
            "partialFingerprints": {
              "autogenBot/v1": "00112233445566aa",
            },
            "properties": {
              "category": "security",
              "severity": "high",
              "side": "RIGHT",
              "source": "analyser",
            },
            "rank": 90,
            "ruleId": "oxlint/no-debugger",
            "ruleIndex": 0,
            "suppressions": [
              {
                "justification": "\`noqa\` on line 3, added by this change, asks tools to be silent here",
                "kind": "inSource",
                "status": "underReview",
              },
            ],
          },
        ],
        "rules": [
          {
            "defaultConfiguration": {
              "level": "error",
            },
            "id": "oxlint/no-debugger",
            "properties": {
              "precision": "very-high",
              "problem.severity": "error",
              "security-severity": "8.0",
              "tags": [
                "security",
                "external/cwe/cwe-079",
                "external/cwe/cwe-1321",
              ],
            },
            "shortDescription": {
              "text": "oxlint/no-debugger",
            },
          },
        ],
      }
    `)
  })

  it('tells what was not read and what is not shown', () => {
    const run = sarifOf(
      aReport([aFinding({ shown: false })], {
        coverage: [
          { path: 'a b.bin', status: 'skipped', reason: 'binary' },
          { path: 'big.ts', status: 'partly', reason: 'too slow' },
        ],
        notes: ['A note.'],
      }),
    )
    expect(run.results).toEqual([])
    expect(
      run.invocations?.[0]?.toolExecutionNotifications?.map(({ level, message, locations }) => [
        level,
        message.text,
        locations?.[0]?.physicalLocation?.artifactLocation?.uri,
      ]),
    ).toEqual([
      ['note', 'skipped: binary', 'a%20b.bin'],
      ['warning', 'partly: too slow', 'big.ts'],
      ['note', '1 finding beyond the limit left out.', undefined],
      ['note', 'A note.', undefined],
    ])
  })

  it('says which side a finding is on, and offers no fix for what was removed', () => {
    const run = sarifOf(aReport([aFinding({ side: 'LEFT', suggestion: { replacement: 'x' } })]))
    expect(run.results?.[0]?.properties?.side).toBe('LEFT')
    expect(run.results?.[0]?.fixes).toBeUndefined()
  })

  it('names files by the bytes of their paths', () => {
    expect(artifactUri('src/ü #1?.ts')).toBe('src/%C3%BC%20%231%3F.ts')
    expect(artifactUri('c:x')).toBe('c%3Ax')
    const bytes = Buffer.from([0x61, 0xff, 0x2f, 0x0a])
    const odd = {
      path: 'a\\xff/\\x0a',
      status: 'reviewed',
      reason: null,
      pathBase64: bytes.toString('base64'),
    } as const
    const finding = aFinding({ path: odd.path })
    const run = sarifOf({ ...aReport([finding]), coverage: [odd] })
    expect(run.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('a%FF/%0A')
  })

  it('makes no links and no placeholders of what others wrote', () => {
    const text = (message: string) => sarifOf(aReport([aFinding({ message })])).results?.[0]?.message.text
    expect(text('see [here](https://evil.example) {0}')).toBe('see \\[here\\](https://evil.example) {{0}}')
    expect(text('an array[0] and {a}')).toBe('an array[0] and {a}')
  })

  it('is valid and safe to print for any report', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        sarifOf(report)
        expect(renderSarif(report).replaceAll('\n', '')).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u,
        )
      }),
      { numRuns: 200 },
    )
  })
})
