/** The list of all pages in `docs/runbook/README.md`. */
import type { RunbookPage } from './runbook-page.ts'

export const indexBegin = '<!-- The list below is made by "npm run docs". -->'
export const indexEnd = '<!-- The end of the list. -->'

/** @returns the README with its list as the pages say */
export function withIndex(readme: string, pages: readonly RunbookPage[]): string {
  const begin = readme.indexOf(indexBegin)
  const end = readme.indexOf(indexEnd)
  if (begin === -1 || end < begin)
    throw new Error(`the README has no place between ${indexBegin} and ${indexEnd}`)
  const table = `${indexBegin}\n${tableOf(pages)}\n`
  return `${readme.slice(0, begin)}${table}${readme.slice(end)}`
}

/** Alerts by severity, then procedures. */
function tableOf(pages: readonly RunbookPage[]): string {
  const rows = pages
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    .map(({ name, title, subject, severity, owner, reviewDue, steps }) => {
      const about = subject.kind === 'alert' ? `\`${subject.alert}\`` : 'procedure'
      return `| [${title}](${name}.md) | ${about} | ${severity ?? ''} | ${owner} | ${reviewDue} | ${steps.length} |`
    })
  return [
    '| page | alert | severity | owner | review due | steps |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function keyOf({ severity, subject, name }: RunbookPage): string {
  return `${subject.kind === 'alert' ? (severity ?? 'P4') : 'P5'} ${name}`
}
