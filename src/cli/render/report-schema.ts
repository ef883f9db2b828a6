/** The JSON of a review as the outside may rely on it. `docs/reference/report.schema.json` is made from here. */
import { z } from 'zod'
import { categories, severities } from '../../domain/finding/severity.ts'

const line = z.int().min(1)
const objectName = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)

const suppression = z.strictObject({
  by: z.string().describe('Keyword of the comment, e.g. `noqa`.'),
  line,
  addedHere: z.boolean().describe('True when the change added the comment: then it is not obeyed.'),
})

const finding = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .describe('The same from review to review; never made from a line number.'),
  path: z
    .string()
    .describe('Of the head, or of the base when `side` is `LEFT`. Bytes that are not UTF-8 as `\\xNN`.'),
  line: line.describe('A line that the change added (`RIGHT`) or removed (`LEFT`).'),
  endLine: line,
  side: z.enum(['RIGHT', 'LEFT']),
  rule: z.string().describe('`analyser/rule-id`'),
  severity: z.enum(severities),
  category: z.enum(categories),
  cwe: z.array(z.string()),
  message: z.string(),
  suggestion: z
    .strictObject({ replacement: z.string() })
    .nullable()
    .describe('Text for the lines `line`..`endLine` as a whole.'),
  source: z.enum(['analyser', 'agent']),
  confidence: z.number().min(0).max(1),
  suppressed: suppression.nullable().describe('A comment that asks tools to be silent here.'),
  column: line.describe('From 1, in UTF-16 code units of `line`.'),
  endColumn: line.describe('The column behind the last character, on `endLine`.'),
  shown: z.boolean().describe('False when the limit of findings was reached before this one.'),
  alsoReportedBy: z.array(z.string()).describe('Rules of other tools that reported the same defect.'),
  symbol: z.string().nullable().describe('The enclosing definition.'),
  excerpt: z.array(z.string()).describe('Up to ten lines of the code, secrets masked.'),
})

const coverageLine = z.strictObject({
  path: z.string(),
  status: z.enum(['reviewed', 'partly', 'skipped']),
  reason: z.string().nullable().describe('Why it was not reviewed in full.'),
  pathBase64: z
    .string()
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)
    .optional()
    .describe('The bytes of a path that is not UTF-8.'),
  previousPath: z.string().optional().describe('Before a rename or copy.'),
})

const droppedFinding = z.strictObject({
  path: z.string(),
  line: z.int().min(0),
  rule: z.string(),
  severity: z.enum(severities),
  message: z.string(),
  reason: z.enum(['outside-change', 'duplicate', 'below-threshold', 'rule-off', 'suppressed-before']),
  detail: z.string(),
})

export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    base: objectName,
    head: objectName.describe('A commit, or a tree for `--staged` and `--working-tree`.'),
    mergeBase: objectName,
    findings: z.array(finding).describe('The worst first.'),
    coverage: z.array(coverageLine).describe('Every changed file once.'),
    stats: z.strictObject({
      files: z.int().min(0),
      added: z.int().min(0).describe('Lines.'),
      removed: z.int().min(0),
      durationMs: z.number().min(0),
      stages: z.record(z.string(), z.number().min(0)).describe('Milliseconds by stage; stages may overlap.'),
    }),
    notes: z.array(z.string()).describe('Sentences about the review as a whole.'),
    dropped: z
      .array(droppedFinding)
      .optional()
      .describe('With `--explain`: what is not among the findings, and why.'),
  })
  .describe('What `autogen-bot review --format json` prints.')

export type ReportJson = z.infer<typeof reportSchema>

export function reportJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(reportSchema)
}

/** `docs/reference/report.schema.json` */
export function reportSchemaText(): string {
  return `${JSON.stringify(reportJsonSchema(), null, 2)}\n`
}
