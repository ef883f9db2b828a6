/** The configuration that governs a change: that of its base, so that no change reviews itself by its own rules. */

import type { ConfigProblem } from '../config/config-problem.ts'
import { defaultConfig } from '../config/default-config.ts'
import { wantsLanguage } from '../config/language-selection.ts'
import { pathMatcher, pathSelection } from '../config/path-selection.ts'
import { configFileName, type Instruction, type ReviewConfig } from '../config/review-config.ts'
import { ruleSelection } from '../config/rule-selection.ts'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import { pathOfText } from '../domain/path/path-bytes.ts'
import type { ChangeRequest, Snapshot, SourceFailure } from '../ports/source/source.ts'
import type { ReviewSettings } from '../review/run-review.ts'

export interface ConfigFailure {
  readonly kind: 'bad-config'
  readonly problems: readonly ConfigProblem[]
}

export const configBytesMax = 64 * 1024

export async function readSettings(
  snapshot: Snapshot,
  request: ChangeRequest,
): Promise<Outcome<ReviewSettings, ConfigFailure | SourceFailure>> {
  const path = pathOfText(configFileName)
  const isWorkingTree = request.head.kind === 'working-tree'
  const bytes = await (isWorkingTree
    ? snapshot.readHeadFile(path, configBytesMax)
    : snapshot.readBaseFile(path, configBytesMax))
  if (!bytes.ok) return bytes
  const config = await parse(bytes.value, isWorkingTree ? configFileName : `${configFileName} (of the base)`)
  if (!config.ok) return config
  const isEdited = snapshot.entries.some((entry) => entry.path === path || entry.previousPath === path)
  const notes =
    isEdited && !isWorkingTree
      ? [
          `This change edits ${configFileName}; it was reviewed by the one of the base, and the new one holds once it is merged.`,
        ]
      : []
  return succeed(settingsOf(config.value, notes))
}

/**
 * The parser is loaded only when there is something to parse. Names of rules are not checked here: one that a newer
 * version dropped must not end all reviews. `config validate` checks them.
 */
async function parse(bytes: Buffer | null, name: string): Promise<Outcome<ReviewConfig, ConfigFailure>> {
  if (bytes === null) return succeed(defaultConfig)
  const { parseConfig } = await import('../config/parse-config.ts')
  const parsed = parseConfig(bytes, { name })
  return parsed.ok ? parsed : fail({ kind: 'bad-config', problems: parsed.failure })
}

function settingsOf(config: ReviewConfig, notes: readonly string[]): ReviewSettings {
  const paths = pathSelection(config.paths)
  const rules = ruleSelection(config.rules)
  return {
    refusesPath: (path) => {
      const choice = paths(path)
      return choice.selected ? null : choice.reason
    },
    wantsLanguage: (language) => wantsLanguage(config.languages, language),
    decideRule: (ruleId) => {
      const choice = rules(ruleId)
      return choice.enabled ? choice.severity : 'off'
    },
    threshold: config.severity.threshold,
    fileBytesMax: config.limits.fileBytesMax,
    filesMax: config.limits.filesMax,
    totalBytesMax: config.limits.totalBytesMax,
    findingsMax: config.limits.findingsMax,
    fileTimeMs: config.limits.fileTimeMs,
    notes,
    discussion: {
      agents: config.agents,
      instructionsFor: instructionsFor(config.instructions),
    },
  }
}

/** Globs are compiled once a review. */
function instructionsFor(instructions: readonly Instruction[]): (path: string) => readonly string[] {
  const compiled = instructions.map(({ paths, text }) => ({ reaches: pathMatcher(paths), text }))
  return (path) => compiled.flatMap(({ reaches, text }) => (reaches(path) ? [text] : []))
}
