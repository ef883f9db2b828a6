/** The page of all rules, made from the catalogues of the analysers. */
import type { ListedRule } from '../app/list-rules.ts'

export function ruleReference(rules: readonly ListedRule[]): string {
  const sections = [...Map.groupBy(rules, ({ analyser }) => analyser)].map(([analyser, ofAnalyser]) =>
    [
      `## ${analyser}`,
      '',
      `Reads: ${ofAnalyser[0]?.reads ?? ''} [What it does](../../src/analysers/${analyser}/page.md)`,
      '',
      '| rule | what | severity | category | weakness | confidence |',
      '|---|---|---|---|---|---|',
      ...ofAnalyser.map(
        ({ ruleId, title, severity, category, cwe, confidence }) =>
          `| \`${ruleId}\` | ${title.replaceAll('|', '\\|')} | ${severity} | ${category} | ${cwe.join(', ')} | ${confidence} |`,
      ),
      '',
    ].join('\n'),
  )
  const head = `# Rules\n\n${rules.length} rules of ${sections.length} analysers. \`autogen-bot rules show RULE\` tells more of each.\n\n`
  return `${head}${sections.join('\n')}`
}
