import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFinding, anyReport, aReport } from '../../../test/world/report.ts'
import { renderJson } from './render-json.ts'
import { reportJsonSchema, reportSchema } from './report-schema.ts'

const ajv = new Ajv2020({ allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(reportJsonSchema())

describe('a review as JSON', () => {
  it('has its keys in a fixed order, whatever order they came in', () => {
    const finding = aFinding({ suppressed: { addedHere: true, line: 3, by: 'noqa' } })
    const reversed = Object.fromEntries(Object.entries(finding).reverse()) as typeof finding
    expect(renderJson(aReport([reversed]))).toBe(renderJson(aReport([finding])))
    const json = JSON.parse(renderJson(aReport([finding], { dropped: [] })))
    expect(Object.keys(json)).toEqual([
      'version',
      'base',
      'head',
      'mergeBase',
      'findings',
      'coverage',
      'stats',
      'notes',
      'dropped',
    ])
    expect(Object.keys(json.findings[0]).join(' ')).toBe(
      'id path line endLine side rule severity category cwe message suggestion source confidence suppressed column endColumn shown alsoReportedBy symbol excerpt',
    )
    expect(json.findings[0].suppressed).toEqual({ by: 'noqa', line: 3, addedHere: true })
  })

  it('is one pretty document that ends in a line break', () => {
    expect(renderJson(aReport([]))).toMatchInlineSnapshot(`
      "{
        "version": 1,
        "base": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "head": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "mergeBase": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "findings": [],
        "coverage": [],
        "stats": {
          "files": 0,
          "added": 12,
          "removed": 3,
          "durationMs": 120,
          "stages": {
            "diff": 5
          }
        },
        "notes": []
      }
      "
    `)
  })

  it('shows no terminal anything raw and loses nothing', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const text = renderJson(report)
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)))
      }),
      { numRuns: 200 },
    )
  })

  it('is what its schema says, for any report', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const json = JSON.parse(renderJson(report))
        expect(validate(json), JSON.stringify(validate.errors)).toBe(true)
        expect(reportSchema.safeParse(json).success).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('has a schema that would notice', () => {
    const json = JSON.parse(renderJson(aReport([aFinding()])))
    expect(validate({ ...json, version: 2 })).toBe(false)
    expect(validate({ ...json, extra: 1 })).toBe(false)
    expect(validate({ ...json, findings: [{ ...json.findings[0], severity: 'bad' }] })).toBe(false)
    expect(validate({ ...json, findings: [{ ...json.findings[0], line: 0 }] })).toBe(false)
  })
})
