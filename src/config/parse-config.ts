/** From the bytes of `.autogen-bot.yaml` to settings, or to every problem in it at once. Never throws. */
import type { z } from 'zod'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import { checkShape } from '../domain/shape/check-shape.ts'
import { type ConfigProblem, configProblem, keyPath } from './config-problem.ts'
import { configJsonSchema, configSchema } from './config-schema.ts'
import { explainIssue } from './explain-issue.ts'
import { nearestKey } from './nearest-key.ts'
import { configFileName, type ReviewConfig } from './review-config.ts'
import { rulePattern } from './rule-selection.ts'
import { positionIn, readYaml, type YamlDocument, yamlBytesMax } from './yaml-document.ts'

const problemsMax = 50

/** Settings together with which keys the file itself wrote, e.g. `limits.filesMax`. */
export interface ConfigFile {
  readonly config: ReviewConfig
  readonly writtenKeys: ReadonlySet<string>
}

export interface ParseOptions {
  /** What to call the file in problems. */
  readonly name?: string
  /** Ids of every rule; with them, a key under `rules` that matches none is a problem too. */
  readonly knownRules?: readonly string[]
}

export function parseConfig(
  source: Uint8Array | string,
  options: ParseOptions = {},
): Outcome<ReviewConfig, readonly ConfigProblem[]> {
  const file = parseConfigFile(source, options)
  return file.ok ? succeed(file.value.config) : file
}

export function parseConfigFile(
  source: Uint8Array | string,
  options: ParseOptions = {},
): Outcome<ConfigFile, readonly ConfigProblem[]> {
  const name = options.name ?? configFileName
  const text = decode(source)
  if (!text.ok)
    return fail([configProblem({ name, line: 1, column: 1, key: '', nearest: null, ...text.failure })])

  const yaml = readYaml(text.value)
  if (!yaml.ok)
    return fail(
      yaml.failure.problems.slice(0, problemsMax).map(({ offset, wrong, mend }) =>
        configProblem({
          name,
          ...positionIn(yaml.failure.lines, offset),
          key: '',
          wrong,
          mend,
          nearest: null,
        }),
      ),
    )

  const written = withoutEmpty(yaml.value.value) ?? {}
  const checked = checkShape({ safeParse: (value) => configSchema.safeParse(value, reported) }, written)
  if (checked === null) return fail([lengthProblem(written, yaml.value, name)])
  const problems = checked.success
    ? unknownRuleProblems(checked.data, yaml.value, name, options.knownRules)
    : issueProblems(checked.error.issues, yaml.value, name)
  if (!checked.success || problems.length > 0) return fail(problems.slice(0, problemsMax))
  return succeed({ config: checked.data, writtenKeys: new Set(leafKeys(written)) })
}

function decode(source: Uint8Array | string): Outcome<string, { wrong: string; mend: string }> {
  const bytes = typeof source === 'string' ? Buffer.byteLength(source) : source.byteLength
  if (bytes > yamlBytesMax)
    return fail({ wrong: `is larger than ${yamlBytesMax / 1024} KiB`, mend: 'shorten it' })
  if (typeof source === 'string') return succeed(source)
  try {
    return succeed(new TextDecoder('utf-8', { fatal: true }).decode(source))
  } catch {
    return fail({ wrong: 'is not UTF-8 text', mend: 'save it as UTF-8' })
  }
}

/** A section whose lines are all commented out reads as null; it means what leaving it out means. */
function withoutEmpty(value: unknown): unknown {
  if (value === null) return undefined
  if (typeof value !== 'object' || Array.isArray(value)) return value
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    if (inner === null) return []
    const isSection = typeof inner === 'object' && !Array.isArray(inner)
    return [
      [
        key,
        isSection ? Object.fromEntries(Object.entries(inner).filter(([, leaf]) => leaf !== null)) : inner,
      ],
    ]
  })
  return Object.fromEntries(kept)
}

const reported = { reportInput: true }

/** Of a map that nobody can check, because it says how long it is and its length is none. */
function lengthProblem(written: unknown, yaml: YamlDocument, name: string): ConfigProblem {
  const path = pathToLength(written) ?? []
  return configProblem({
    name,
    ...yaml.positionAt(yaml.offsetOf(path, true)),
    key: keyPath(path),
    wrong: 'is a map where a text or a list belongs',
    mend: 'write the text or the list itself',
    nearest: null,
  })
}

function pathToLength(value: unknown): readonly PropertyKey[] | null {
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'length' && typeof inner === 'object') return []
    const path = pathToLength(inner)
    if (path !== null) return [Array.isArray(value) ? Number(key) : key, ...path]
  }
  return null
}

function issueProblems(
  issues: readonly z.core.$ZodIssue[],
  yaml: YamlDocument,
  name: string,
): ConfigProblem[] {
  const schema = configJsonSchema()
  return issues
    .flatMap((issue) => explainIssue(issue, schema))
    .map(({ path, atKey, wrong, mend, nearest }) =>
      configProblem({
        name,
        ...yaml.positionAt(yaml.offsetOf(path, atKey)),
        key: keyPath(path),
        wrong,
        mend,
        nearest,
      }),
    )
    .sort((a, b) => a.line - b.line || a.column - b.column)
}

/** Agents name what they find by themselves, so nobody can list their rules. */
const agentsRules = 'agents/'

function unknownRuleProblems(
  config: ReviewConfig,
  yaml: YamlDocument,
  name: string,
  known: readonly string[] | undefined,
): ConfigProblem[] {
  if (known === undefined) return []
  return Object.keys(config.rules).flatMap((key) => {
    if (key.startsWith(agentsRules) || known.some(rulePattern(key))) return []
    const path = ['rules', key]
    return [
      configProblem({
        name,
        ...yaml.positionAt(yaml.offsetOf(path, true)),
        key: keyPath(path),
        wrong: 'no rule has this name',
        mend: 'list the rules with `autogen-bot rules list`',
        nearest: nearestKey(key, known),
      }),
    ]
  })
}

/** Sections are looked into, everything else is one value. */
function leafKeys(written: unknown): string[] {
  return Object.entries(written as object).flatMap(([section, value]) =>
    typeof value === 'object' && !Array.isArray(value) && section !== 'rules'
      ? Object.keys(value).map((key) => keyPath([section, key]))
      : [section],
  )
}
