/** What the rules say of their own fixtures: lines marked WRONG must be reported, lines marked RIGHT must not. */
import { readdirSync, readFileSync } from 'node:fs'
import { openGrammars } from '../../src/analysers/ast-grep/grammars.ts'
import { matchRule } from '../../src/analysers/ast-grep/match-rule.ts'
import { readCatalogue } from '../../src/analysers/ast-grep/read-catalogue.ts'
import { type Rule, rulesRoot } from '../../src/analysers/ast-grep/read-rules.ts'
import { ruleFolders } from '../../src/analysers/ast-grep/rule-folders.ts'
import { languageOf } from '../../src/domain/language.ts'

export interface FixtureScore {
  readonly ruleFolder: string
  readonly rules: number
  /** Lines marked WRONG, and how many of them were reported. */
  readonly wrong: number
  readonly found: number
  /** Lines marked RIGHT, and reports on any line that is not marked WRONG. */
  readonly right: number
  readonly falseReports: number
}

export async function evaluateFixtures(): Promise<readonly FixtureScore[]> {
  const catalogue = await readCatalogue()
  const scores: FixtureScore[] = []
  for (const { name: ruleFolder } of ruleFolders) {
    const rules = catalogue.filter((rule) => rule.record.id.startsWith(`${ruleFolder}-`))
    const each = await Promise.all(rules.map((rule) => scoreRule(ruleFolder, rule)))
    scores.push(each.reduce(addScores, { ...none, ruleFolder }))
  }
  return scores
}

const none = { ruleFolder: '', rules: 0, wrong: 0, found: 0, right: 0, falseReports: 0 }

export function addScores(a: FixtureScore, b: FixtureScore): FixtureScore {
  return {
    ruleFolder: a.ruleFolder,
    rules: a.rules + b.rules,
    wrong: a.wrong + b.wrong,
    found: a.found + b.found,
    right: a.right + b.right,
    falseReports: a.falseReports + b.falseReports,
  }
}

async function scoreRule(ruleFolder: string, rule: Rule): Promise<FixtureScore> {
  const folder = `${rulesRoot}${ruleFolder}/${rule.record.id.slice(ruleFolder.length + 1)}`
  const grammars = await openGrammars()
  const files = readdirSync(folder).filter((name) => /^(?:wrong|right)\./.test(name))
  const scores = files.map((name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8')
    const language = languageOf(name)
    const root = language === null ? null : grammars.parse(language, text)
    const reported = root === null ? [] : matchRule(rule, root, text).map((observation) => observation.line)
    return scoreLines(text, reported)
  })
  return scores.reduce(addScores, { ...none, ruleFolder, rules: 1 })
}

/** @param reported lines, from 1 */
export function scoreLines(text: string, reported: readonly number[]): FixtureScore {
  const lines = text.split('\n')
  const wrong = lines.flatMap((line, at) => (line.includes('WRONG') ? [at + 1] : []))
  return {
    ...none,
    wrong: wrong.length,
    found: wrong.filter((line) => reported.includes(line)).length,
    right: lines.filter((line) => line.includes('RIGHT')).length,
    falseReports: new Set(reported.filter((line) => !wrong.includes(line))).size,
  }
}
