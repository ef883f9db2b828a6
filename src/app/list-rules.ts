/** Every rule that can speak in a review, with its page. */
import { readFile } from 'node:fs/promises'
import { analysers } from '../analysers/catalogue.ts'
import type { RuleRecord } from '../domain/finding/observation.ts'

export interface ListedRule extends RuleRecord {
  /** `analyser/rule-id`, as in findings and in the configuration. */
  readonly ruleId: string
  readonly analyser: string
  /** What the analyser reads, in words. */
  readonly reads: string
}

/** In the order of the catalogue, then of the names. */
export async function listRules(): Promise<readonly ListedRule[]> {
  const lists = await Promise.all(
    analysers.map(async (analyser) =>
      [...(await analyser.rules())]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map((rule) => ({
          ...rule,
          ruleId: `${analyser.id}/${rule.id}`,
          analyser: analyser.id,
          reads: analyser.describes,
        })),
    ),
  )
  return lists.flat()
}

/** The rule's own page, or its analyser's when it has none of its own. Markdown. */
export async function rulePage(rule: ListedRule): Promise<string> {
  const analyser = analysers.find(({ id }) => id === rule.analyser)
  const own = analyser?.page?.(rule.id) ?? null
  return readFile(own ?? new URL(`../analysers/${rule.analyser}/page.md`, import.meta.url), 'utf8')
}
