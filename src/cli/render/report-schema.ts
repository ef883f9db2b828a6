/** The JSON of a review as the outside may rely on it. `docs/reference/report.schema.json` is made from here. */
import { z } from 'zod'
import { speakers, stances } from '../../domain/agents/voice.ts'
import type { DropReason } from '../../domain/finding/finding.ts'
import { categories, severities } from '../../domain/finding/severity.ts'

const line = z.int().min(1)
const objectName = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)

const suppression = z.strictObject({
  by: z.string().describe('Keyword of the comment, e.g. `noqa`.'),
  line,
  addedHere: z.boolean().describe('True when the change added the comment: then it is not obeyed.'),
})

const voice = z.strictObject({
  speaker: z.enum(speakers),
  round: z.int().min(1),
  stance: z.enum(stances),
  text: z.string(),
})

const voices = z.array(voice).optional().describe('With `--explain`: how the agents argued about it.')

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
  rule: z.string().describe('`analyser/rule-id`, or `agents/…` for what the agents say.'),
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
  voices,
})

const dropReasons = [
  'outside-change',
  'duplicate',
  'below-threshold',
  'rule-off',
  'suppressed-before',
  'refuted',
  'not-grounded',
  'no-substance',
  'beyond-limit',
  'unpublishable',
] as const satisfies readonly DropReason[]

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
  reason: z.enum(dropReasons),
  detail: z.string(),
  voices,
})

const count = z.int().min(0)

const walkthrough = z.strictObject({
  summary: z.string(),
  files: z.array(z.strictObject({ path: z.string(), text: z.string() })),
  diagram: z.string().nullable().describe('A Mermaid flow chart of calls between modules that changed.'),
  risk: z.strictObject({ level: z.enum(['low', 'medium', 'high']), reasons: z.array(z.string()) }),
  effortMinutes: z.number().min(0).describe('Of a person who reviews the change.'),
  missingTests: z.array(z.strictObject({ path: z.string(), text: z.string() })),
})

const agents = z
  .strictObject({
    stopped: z
      .strictObject({
        kind: z.enum(['analysers-only', 'budget', 'no-model', 'model-failed', 'out-of-time']),
        message: z.string(),
        isPartial: z.boolean().describe('True when some parts of the change were read before.'),
      })
      .nullable()
      .describe('Why the agents did not finish.'),
    models: z.array(z.string()).describe('Those that answered.'),
    rounds: count,
    refuted: z.array(droppedFinding).describe('What the argument ended.'),
    walkthrough: walkthrough.nullable(),
    usage: z.strictObject({
      tokens: z.strictObject({
        input: count,
        cacheRead: count.describe('Of `input`.'),
        cacheWrite: count.describe('Of `input`.'),
        output: count,
      }),
      costMicroDollars: z.number().nullable().describe('Millionths of a US dollar; null: no price is known.'),
      calls: count.describe('Paid for, in all tries at this review.'),
      estimated: count.describe('Of `calls`: their tokens are our own count, because nobody told them.'),
      remembered: count.describe('Answers known from before.'),
      modelMs: z.number().min(0),
    }),
  })
  .describe('What the agents add besides findings.')

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
    agents: agents.optional().describe('Present when the agents were asked.'),
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
