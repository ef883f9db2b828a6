/**
 * What `rule.yaml` may say. Read by the catalogue and its test; a review trusts what the test has checked, because
 * loading this schema costs more time than running all rules over a file.
 */
import { z } from 'zod'
import { categories, severities } from '../../domain/finding/severity.ts'
import { languages } from '../../domain/language.ts'
import type { RuleSource } from './rule-source.ts'

const Matcher = z.record(z.string(), z.unknown())
const MetaVariable = z.string().regex(/^\$[A-Z_][A-Z0-9_]*$/, 'must be a metavariable such as $VALUE')

export const RuleYaml = z
  .strictObject({
    title: z.string().min(5).max(100),
    severity: z.enum(severities),
    category: z.enum(categories),
    cwe: z.array(z.string().regex(/^CWE-\d{1,5}$/, 'must look like CWE-89')),
    confidence: z.number().min(0).max(1),
    defect: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case words with hyphens'),
    message: z.string().min(20).max(400),
    languages: z.array(z.enum(languages)).min(1).optional(),
    words: z.array(z.string().min(1)).default([]),
    tests: z.boolean().default(true),
    at: MetaVariable.optional(),
    secret: MetaVariable.optional(),
    fix: z.string().optional(),
    rule: Matcher,
    constraints: z.record(z.string(), Matcher).optional(),
    utils: z.record(z.string(), Matcher).optional(),
    transform: z.record(z.string(), z.unknown()).optional(),
  })
  .refine((rule) => rule.fix === undefined || rule.at === undefined, {
    path: ['fix'],
    message: 'cannot go with `at`: the replacement is for the lines of the whole match',
  })
  .refine((rule) => rule.secret === undefined || !rule.message.includes(rule.secret), {
    path: ['message'],
    message: 'must not show the secret',
  })

/** @throws an error that names the file and each key that is wrong */
export function checkRuleYaml(file: string, yaml: unknown): RuleSource {
  const checked = RuleYaml.safeParse(yaml)
  if (checked.success) return checked.data as RuleSource
  const problems = checked.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`,
  )
  throw new Error(`${file}: ${problems.join('; ')}`)
}
