/** A scenario file: what the scripted model knows to be wrong, and how it behaves, well or badly. */
import { z } from 'zod'
import { callPurposes } from '../../../src/domain/agents/agent-role.ts'
import { categories, severities } from '../../../src/domain/finding/severity.ts'
import { wireNames } from '../wire/question.ts'

const Regex = z.string().refine(isRegex, 'is not a regular expression')

/** How one of the two reacts to a claim of this rule. */
const reaction = <Stances extends readonly [string, ...string[]]>(stances: Stances) =>
  z.strictObject({
    stance: z.enum(stances),
    reason: z.string(),
    /** Cite the claim's own line from the prompt; without it a refutation rests on nothing. */
    cites: z.boolean().default(true),
    /** Cite the first line of the prompt that matches this instead. */
    citesLine: Regex.optional(),
    /** Of `confirm` and `revise`: with this severity. */
    severity: z.enum(severities).optional(),
  })

export const Defect = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Of the path. */
  files: Regex.default('.'),
  /** Of one added line; its groups are `$1`, `$2`... in the texts. */
  line: Regex,
  /** `removed`: of one removed line, and the finding is about the base. */
  on: z.enum(['added', 'removed']).default('added'),
  /** Of the line before, of the line after, of any line of the unit, of none. */
  previous: Regex.optional(),
  next: Regex.optional(),
  near: Regex.optional(),
  unless: Regex.optional(),
  by: z.enum(['coder', 'reviewer']).default('coder'),
  title: z.string(),
  message: z.string(),
  severity: z.enum(severities),
  category: z.enum(categories),
  cwe: z.array(z.string()).default([]),
  confidence: z.number().min(0).max(1).default(0.8),
  /** What the matched part of the line becomes; `{indent}` is the line's own. Null: no suggestion. */
  replace: z.string().nullable().default(null),
  challenge: reaction(['confirm', 'refute']).default({
    stance: 'confirm',
    reason: 'The line stands there as quoted, and nothing around it prevents this.',
    cites: true,
  }),
  answer: reaction(['insist', 'revise', 'withdraw']).default({
    stance: 'insist',
    reason: 'The quoted line shows it.',
    cites: true,
  }),
  settle: reaction(['confirm', 'refute']).default({
    stance: 'confirm',
    reason: 'The answer shows that it can happen.',
    cites: true,
  }),
})
export type Defect = z.infer<typeof Defect>

const ToolUse = z.strictObject({ name: z.string(), parameters: z.unknown() })

export const Deed = z.discriminatedUnion('do', [
  /** What its task asks for, from the planted defects. Also when no rule applies. */
  z.strictObject({ do: z.literal('review') }),
  z.strictObject({ do: z.literal('say'), text: z.string() }),
  z.strictObject({ do: z.literal('json'), value: z.unknown() }),
  /** In the first request of a conversation, when tools are offered; then the next rule. */
  z.strictObject({ do: z.literal('call-tools'), calls: z.array(ToolUse).min(1) }),
  z.strictObject({ do: z.literal('unknown-tool') }),
  z.strictObject({ do: z.literal('hostile-tools') }),
  z.strictObject({ do: z.literal('malformed') }),
  z.strictObject({ do: z.literal('fenced') }),
  z.strictObject({ do: z.literal('wrong-shape') }),
  z.strictObject({ do: z.literal('empty') }),
  z.strictObject({ do: z.literal('cut-off') }),
  z.strictObject({ do: z.literal('refuse') }),
  z.strictObject({ do: z.literal('stall') }),
  z.strictObject({ do: z.literal('reset') }),
  z.strictObject({
    do: z.literal('drip'),
    bytes: z.number().int().min(1).default(16),
    everyMs: z.number().int().min(1).default(50),
  }),
  z.strictObject({ do: z.literal('delay'), ms: z.number().int().min(1) }),
  z.strictObject({ do: z.literal('rate-limit'), retryAfterS: z.number().int().min(0).nullable().default(1) }),
  z.strictObject({
    do: z.literal('overloaded'),
    retryAfterS: z.number().int().min(0).nullable().default(null),
  }),
  z.strictObject({ do: z.literal('unavailable'), status: z.number().int().min(500).max(599).default(500) }),
  z.strictObject({ do: z.literal('too-long') }),
  z.strictObject({ do: z.literal('bad-key') }),
  z.strictObject({
    do: z.literal('spoil'),
    /** What is wrong with the findings. */
    with: z.enum(['wrong-line', 'wrong-quote', 'wrong-path', 'duplicates', 'praise', 'vague', 'severe']),
  }),
  z.strictObject({ do: z.literal('many'), count: z.number().int().min(1).max(10_000).default(100) }),
  z.strictObject({ do: z.literal('follow-injections'), eager: z.boolean().default(false) }),
])
export type Deed = z.infer<typeof Deed>

export const Rule = z.strictObject({
  when: z
    .strictObject({
      purpose: z.union([z.enum(callPurposes), z.array(z.enum(callPurposes))]).optional(),
      wire: z.enum(wireNames).optional(),
      /** Of the model's name. */
      model: Regex.optional(),
      /** Of the code in data blocks, and of nothing else. */
      contains: Regex.optional(),
      /** Requests of one conversation (same task, same first message) are numbered from 1. */
      attempt: z.number().int().min(1).optional(),
      attemptMax: z.number().int().min(1).optional(),
    })
    .default({}),
  /** How often at most, over all conversations. */
  times: z.number().int().min(1).optional(),
  answer: Deed,
})
export type Rule = z.infer<typeof Rule>

export const Scenario = z.strictObject({
  /** The file whose defects and rules come after these: a path beside this file. */
  extends: z.string().optional(),
  /** Known models; others are answered 404. Absent: every name is known. */
  models: z.array(z.string()).optional(),
  /** The only key that is let in. Absent: every key is, where the provider needs one at all. */
  key: z.string().optional(),
  /** Longer prompts are refused as too long. */
  contextTokensMax: z.number().int().min(1).default(200_000),
  defects: z.array(Defect).default([]),
  /** The first that applies is followed. */
  rules: z.array(Rule).default([]),
})
export type Scenario = z.infer<typeof Scenario>
/** As it is written, with what has a default left out. */
export type ScenarioText = z.input<typeof Scenario>

function isRegex(source: string): boolean {
  try {
    new RegExp(source)
    return true
  } catch {
    return false
  }
}
