/**
 * The keys of `.autogen-bot.yaml`, each defined once: what it means, what it may be. From here come the checks, the
 * JSON Schema, the reference page and `config show`; the defaults come from `default-config.ts`.
 */
import { z } from 'zod'
import { severities } from '../domain/finding/severity.ts'
import { languages } from '../domain/language.ts'
import { byteSizePattern, parseByteSize } from './byte-size.ts'
import { defaultConfig } from './default-config.ts'
import { globLengthMax, parseGlob } from './glob.ts'
import type { PersonaSettings, ReviewConfig, RuleSetting } from './review-config.ts'

const gibibyte = 2 ** 30
const limits = defaultConfig.limits

const glob = z
  .string()
  .min(1)
  .max(globLengthMax)
  .superRefine((source, context) => {
    const parsed = parseGlob(source)
    if (parsed.ok || source === '' || source.length > globLengthMax) return
    context.addIssue({ code: 'custom', message: parsed.failure.wrong, params: { mend: parsed.failure.mend } })
  })

const globs = z.array(glob).max(200)

const severity = z.enum(severities)

const ruleKey = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9@._/*-]+$/, { error: 'is not a rule id' })

const ruleSetting = z
  .union([
    z.enum(['off', ...severities]),
    z.strictObject({
      enabled: z.boolean().optional().describe('`false` turns the rule off.'),
      severity: severity.optional().describe('Reported as this bad, whatever the rule says itself.'),
    }),
  ])
  .transform((written): RuleSetting => {
    if (written === 'off') return { enabled: false, severity: null }
    if (typeof written === 'string') return { enabled: true, severity: written }
    return { enabled: written.enabled ?? true, severity: written.severity ?? null }
  })

const byteSize = z
  .union([z.int().min(1).max(gibibyte), z.string().regex(byteSizePattern, { error: 'is not a size' })])
  .transform((written, context) => {
    const bytes = typeof written === 'number' ? written : (parseByteSize(written) ?? 0)
    if (bytes >= 1 && bytes <= gibibyte) return bytes
    context.addIssue({
      code: 'custom',
      message: 'the size is out of bounds',
      params: { mend: 'give between 1 byte and 1GiB' },
    })
    return z.NEVER
  })

const languageNames = z.array(z.enum(languages)).max(languages.length)

const instruction = z.strictObject({
  paths: globs.min(1).describe('Globs of the files the text is about.'),
  text: z.string().trim().min(1).max(4000).describe('What to know or look for there, in plain words.'),
})

const agentDefaults = defaultConfig.agents

function persona(defaults: PersonaSettings, about: string) {
  return z
    .strictObject({
      persona: z
        .string()
        .trim()
        .max(2000)
        .default(defaults.persona)
        .describe('Words added to the role’s own.'),
      focus: z
        .array(z.string().trim().min(1).max(100))
        .max(12)
        .default([...defaults.focus])
        .describe('What to look at first.'),
    })
    .prefault({})
    .describe(about)
}

const agents = z
  .strictObject({
    enabled: z.boolean().default(agentDefaults.enabled).describe('`false`: analysers only.'),
    rounds: z
      .int()
      .min(1)
      .max(4)
      .default(agentDefaults.rounds)
      .describe('Rounds of the argument between coder and reviewer.'),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, { error: 'is not a language tag' })
      .default(agentDefaults.language)
      .describe('Language of their comments, e.g. `en`, `de`, `pt-BR`.'),
    temperature: z
      .number()
      .min(0)
      .max(2)
      .nullable()
      .default(agentDefaults.temperature)
      .describe('Null: the model’s own.'),
    coder: persona(agentDefaults.coder, 'The agent that proposes.'),
    reviewer: persona(agentDefaults.reviewer, 'The agent that challenges.'),
    findingsMax: z
      .int()
      .min(0)
      .max(100)
      .default(agentDefaults.findingsMax)
      .describe('Findings of agents in one review, by value; what is beyond is told as dropped.'),
    confidenceMin: z
      .number()
      .min(0)
      .max(1)
      .default(agentDefaults.confidenceMin)
      .describe('Claims less sure than this are dropped.'),
    contextTokensMax: z
      .int()
      .min(2_000)
      .max(500_000)
      .default(agentDefaults.contextTokensMax)
      .describe('Tokens of context in one part of a review; a larger change is split into parts.'),
    partsMax: z
      .int()
      .min(1)
      .max(100)
      .default(agentDefaults.partsMax)
      .describe('Parts of one review. What fits into none is named in the coverage.'),
    walkthrough: z
      .boolean()
      .default(agentDefaults.walkthrough)
      .describe('Tell the change, its risk and the effort of reading it.'),
    diagram: z.boolean().default(agentDefaults.diagram).describe('Draw calls between modules that changed.'),
    missingTests: z
      .boolean()
      .default(agentDefaults.missingTests)
      .describe('Name test cases that are missing.'),
    chat: z
      .strictObject({
        ask: z.boolean().default(agentDefaults.chat.ask).describe('`/autogen ask QUESTION`.'),
        replies: z
          .boolean()
          .default(agentDefaults.chat.replies)
          .describe('Questions in threads of the bot’s own comments.'),
        describe: z.boolean().default(agentDefaults.chat.describe).describe('`/autogen describe`.'),
        improve: z.boolean().default(agentDefaults.chat.improve).describe('`/autogen improve`.'),
        tests: z.boolean().default(agentDefaults.chat.tests).describe('`/autogen tests`.'),
      })
      .prefault({})
      .describe('What people may ask the agents.'),
    budget: z
      .strictObject({
        tokensPerReviewMax: z
          .int()
          .min(1)
          .max(1_000_000_000)
          .nullable()
          .default(agentDefaults.budget.tokensPerReviewMax)
          .describe('Tokens of one review. The operator’s limit holds as well.'),
        dollarsPerReviewMax: z
          .number()
          .positive()
          .max(10_000)
          .nullable()
          .default(agentDefaults.budget.dollarsPerReviewMax)
          .describe('US dollars of one review. The operator’s limit holds as well.'),
      })
      .prefault({})
      .describe('What one review may cost.'),
  })
  .prefault({})
  .describe('The two language-model agents: a coder that proposes, a reviewer that challenges.')

export const configSchema = z
  .strictObject({
    version: z.literal(1).default(defaultConfig.version).describe('Version of this format.'),
    paths: z
      .strictObject({
        include: globs
          .default([...defaultConfig.paths.include])
          .describe('Globs of the files to review. Empty: every file.'),
        exclude: globs
          .default([...defaultConfig.paths.exclude])
          .describe(
            'Globs of files to leave alone; they win over `include`. Each file left out is named in the coverage.',
          ),
      })
      .prefault({})
      .describe('Which files are reviewed.'),
    severity: z
      .strictObject({
        threshold: severity
          .default(defaultConfig.severity.threshold)
          .describe('Findings less severe than this are dropped.'),
      })
      .prefault({})
      .describe('How bad a finding has to be.'),
    rules: z
      .record(ruleKey, ruleSetting)
      .refine((rules) => Object.keys(rules).length <= 500, {
        error: 'more than 500 rules',
        params: { mend: 'use patterns such as ruff/*' },
      })
      .prefault({})
      .describe(
        'By rule id, or by a pattern in which `*` stands for any characters: `off`, a severity, or both settings as a map. An id wins over a pattern, a later pattern over an earlier one.',
      ),
    limits: z
      .strictObject({
        findingsMax: z
          .int()
          .min(0)
          .max(1000)
          .default(limits.findingsMax)
          .describe('Findings shown; the rest is counted, and kept in the JSON.'),
        fileBytesMax: byteSize
          .prefault(limits.fileBytesMax)
          .describe('A larger file is not read. Bytes, or text such as `1MiB` or `500KB`.'),
        filesMax: z.int().min(1).max(100_000).default(limits.filesMax).describe('Changed files read.'),
        totalBytesMax: byteSize
          .prefault(limits.totalBytesMax)
          .describe('Text read in all. Bytes, or text such as `20MiB`.'),
        fileTimeMs: z
          .int()
          .min(100)
          .max(60_000)
          .default(limits.fileTimeMs)
          .describe('Milliseconds that one analyser may spend on one file.'),
      })
      .prefault({})
      .describe('Bounds of one review. What a bound leaves out is named in the coverage.'),
    languages: z
      .strictObject({
        include: languageNames
          .default([...defaultConfig.languages.include])
          .describe('Languages to review. Empty: every language, and files of none.'),
        exclude: languageNames
          .default([...defaultConfig.languages.exclude])
          .describe('Languages to leave alone.'),
      })
      .prefault({})
      .describe('Which languages are reviewed.'),
    instructions: z
      .array(instruction)
      .max(50)
      .default([...defaultConfig.instructions] as z.output<typeof instruction>[])
      .describe('Words for the reviewing agents about some of the files.'),
    agents,
  })
  .describe(
    'Settings of autogen-bot for one repository, read from the base of a change.',
  ) satisfies z.ZodType<ReviewConfig>

export type JsonSchema = z.core.JSONSchema.JSONSchema

/** Of the file as people write it: everything may be left out. */
export function configJsonSchema(): JsonSchema {
  return z.toJSONSchema(configSchema, { io: 'input' })
}
