/** The lines at the top of a page, between two lines of three dashes: one `key: value` each, all of them needed. */
import { alertSeverities } from '../../domain/alert/alert.ts'
import type { PageProblem, RunbookPage } from './runbook-page.ts'

export interface FrontMatter {
  readonly facts: Omit<RunbookPage, 'name' | 'text' | 'steps'>
  /** The rest of the file, and the line that it begins at. */
  readonly body: string
  readonly bodyLine: number
}

interface Line {
  readonly value: string
  readonly line: number
}

const keys = ['title', 'alert', 'procedure', 'owner', 'reviewed', 'reviewDue', 'severity'] as const
type Key = (typeof keys)[number]

/** Null when there is none. */
export function readFrontMatter(file: string, text: string, problems: PageProblem[]): FrontMatter | null {
  const found = /^---\n([\s\S]*?)\n---\n/.exec(text)
  if (found === null) {
    problems.push({ file, line: 1, wrong: 'it does not begin with a front matter between two lines of ---' })
    return null
  }
  const lines = linesOf(file, found[1] as string, problems)
  const need = (key: Key, form: RegExp, mend: string): string => {
    const { value, line } = lines.get(key) ?? { value: '', line: 1 }
    if (!form.test(value)) problems.push({ file, line, wrong: `${key} is missing or wrong: ${mend}` })
    return value
  }
  const severity = need('severity', /^(?:P[123]|none)$/, 'write P1, P2, P3 or none')
  const reviewed = need('reviewed', dateForm, 'write a date such as 2026-11-23')
  const reviewDue = need('reviewDue', dateForm, 'write a date such as 2026-11-23')
  if (reviewDue <= reviewed) {
    const line = lines.get('reviewDue')?.line ?? 1
    problems.push({ file, line, wrong: 'reviewDue is not after reviewed' })
  }
  if (Date.parse(reviewDue) - Date.parse(reviewed) > reviewDaysMax * dayMs) {
    const line = lines.get('reviewDue')?.line ?? 1
    problems.push({ file, line, wrong: `reviewDue is more than ${reviewDaysMax} days after reviewed` })
  }
  return {
    facts: {
      title: need('title', /^\S.{0,99}$/, 'write a line of at most 100 characters'),
      subject: subjectOf(file, lines, problems),
      owner: need('owner', /^[A-Za-z][A-Za-z0-9-]{0,60}$/, 'name a team in letters, digits and -, e.g. sre'),
      reviewed,
      reviewDue,
      severity: alertSeverities.find((one) => one === severity) ?? null,
    },
    body: text.slice(found[0].length),
    bodyLine: found[0].split('\n').length,
  }
}

/** A quarter, and a week to get it done. */
const reviewDaysMax = 100
const dayMs = 86_400_000
const dateForm = /^20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/

function linesOf(file: string, text: string, problems: PageProblem[]): ReadonlyMap<string, Line> {
  const lines = new Map<string, Line>()
  for (const [at, written] of text.split('\n').entries()) {
    const line = at + 2
    const entry = /^([A-Za-z]+): (.+)$/.exec(written)
    const [, key = '', value = ''] = entry ?? []
    if (!keys.some((one) => one === key)) {
      problems.push({ file, line, wrong: `"${written}" is none of ${keys.join(', ')}` })
    } else if (lines.has(key)) {
      problems.push({ file, line, wrong: `${key} is there twice` })
    } else lines.set(key, { value: value.trim(), line })
  }
  return lines
}

function subjectOf(
  file: string,
  lines: ReadonlyMap<string, Line>,
  problems: PageProblem[],
): RunbookPage['subject'] {
  const alert = lines.get('alert')
  const procedure = lines.get('procedure')
  const only = alert ?? procedure
  if (only === undefined || (alert !== undefined && procedure !== undefined)) {
    problems.push({
      file,
      line: 1,
      wrong: 'it belongs to one alert or to one procedure: write one of the two',
    })
  } else if (!(alert === undefined ? /^[a-z][a-z-]{2,40}$/ : /^[A-Z][A-Za-z]{2,40}$/).test(only.value)) {
    problems.push({ file, line: only.line, wrong: `${only.value} is no name of an alert or procedure` })
  }
  return alert === undefined
    ? { kind: 'procedure', procedure: procedure?.value ?? '' }
    : { kind: 'alert', alert: alert.value }
}
