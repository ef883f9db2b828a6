/** What `autogen-bot runbook` says: pure functions from facts to text. */
import type { PlannedStep, RunbookPage, StepReport } from '../../app/service/operate/runbook.ts'
import { printable } from '../../domain/text/printable.ts'

export function renderPages(pages: readonly RunbookPage[]): string {
  const width = Math.max(0, ...pages.map(({ name }) => name.length))
  const rows = pages
    .toSorted((one, other) => (rankOf(one) < rankOf(other) ? -1 : 1))
    .map(({ name, severity, subject, title, steps }) => {
      const kind = severity ?? (subject.kind === 'alert' ? '-' : '')
      return `${kind.padEnd(3)} ${name.padEnd(width)}  ${title} (${steps.length} steps)`
    })
  return `${rows.join('\n')}\n`
}

function rankOf({ severity, subject, name }: RunbookPage): string {
  return `${severity ?? (subject.kind === 'alert' ? 'P4' : 'P5')} ${name}`
}

/** As it is written, for that is how it reads best. */
export function renderPage({
  title,
  subject,
  severity,
  owner,
  reviewed,
  reviewDue,
  text,
  name,
}: RunbookPage): string {
  const about =
    subject.kind === 'alert' ? `alert ${subject.alert}, ${severity ?? 'no severity'}` : 'procedure'
  const head = [`# ${title}`, `${about}; kept by ${owner}, reviewed ${reviewed}, due ${reviewDue}`]
  const foot = `Take its looks with "autogen-bot runbook run ${name}"; one step with --step ID.`
  const lines = text.split('\n').map((line) => printable(line, { keep: 'tab' }))
  return `${[...head, '', ...lines, '', foot].join('\n')}\n`
}

export interface DuePage {
  readonly page: RunbookPage
  readonly isLate: boolean
}

export function renderDuePages(due: readonly DuePage[]): string {
  if (due.length === 0) return 'No page is due within 30 days.\n'
  const width = Math.max(...due.map(({ page }) => page.name.length))
  const rows = due.map(
    ({ page, isLate }) =>
      `${isLate ? 'LATE' : 'due '}  ${page.reviewDue}  ${page.name.padEnd(width)}  ${page.owner}`,
  )
  return `${rows.join('\n')}\n`
}

/** Everything that a person has to see before they say yes. */
export function renderPlan({ page, step, parameters, absence }: PlannedStep): string {
  const values = Object.entries(parameters).map(([name, value]) => `${name} = ${printable(value)}`)
  const facts: readonly (readonly [string, string])[] = [
    ['step', `${page.name}/${step.id}, a ${step.kind}`],
    ['why', printable(step.about)],
    ...values.map((value, at) => [at === 0 ? 'with' : '', value] as const),
    ['takes', `at most ${step.timeoutMs / 1000} s`],
    ...(step.verify === null ? [] : [['then', `${step.verify} looks whether it helped`] as const]),
    ['undo', undoOf(step)],
    ...(absence === null ? [] : [['but', `it cannot be run here: ${absence}`] as const]),
  ]
  const lines = facts.filter(([, value]) => value !== '').map(([name, value]) => `${name.padEnd(6)} ${value}`)
  return `${[...lines, ...indented(step.command, '  $ ')].join('\n')}\n`
}

function undoOf({ kind, undo }: PlannedStep['step']): string {
  if (kind === 'read') return ''
  return undo ?? (kind === 'destroy' ? 'NOT POSSIBLE: what it removes does not come back' : 'none is needed')
}

const marks = {
  'as-expected': 'ok      ',
  unexpected: 'LOOK    ',
  'out-of-time': 'TIMEOUT ',
  'not-applicable': 'not here',
} as const

export function renderReport(report: StepReport): string {
  const { step, parameters, result, verification, page } = report
  const reason = result.reason === null ? '' : `\n          ${printable(result.reason)}`
  const head = `${marks[result.verdict]}  ${step.id}: ${printable(step.about)}${reason}`
  const cut = result.isOutputCut ? ['    (there was more)'] : []
  const lines = [head, ...indented(result.output, '    '), ...cut]
  const after = verification === null ? [] : [renderReport(verification).trimEnd()]
  const undo =
    step.undo === null || result.verdict === 'not-applicable' ? [] : [undoLine(page, step.undo, parameters)]
  return `${[...lines, ...after, ...undo].join('\n')}\n`
}

function undoLine(page: string, undo: string, parameters: Readonly<Record<string, string>>): string {
  const words = Object.entries(parameters).map(([name, value]) => ` --param ${quoted(`${name}=${value}`)}`)
  return `Undo it with: autogen-bot runbook run ${page} --step ${undo}${words.join('')}`
}

/** For a shell. */
function quoted(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", `'\\''`)}'`
}

/** One line that says it all. */
export function renderReports(reports: readonly StepReport[]): string {
  const of = (wanted: readonly string[]) => reports.filter(({ result }) => wanted.includes(result.verdict))
  const bad = of(['unexpected', 'out-of-time']).map(({ step }) => step.id)
  const left = of(['not-applicable']).length
  const rest = left === 0 ? '' : ` ${left} could not be taken here.`
  if (reports.length === 0) return 'Nothing was looked at.\n'
  return bad.length === 0
    ? `\n${reports.length - left} of ${reports.length} looks: all as expected.${rest}\n`
    : `\n${bad.length} of ${reports.length} looks are not as expected: ${bad.join(', ')}.${rest}\n`
}

function indented(text: string, by: string): readonly string[] {
  return text.trimEnd() === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => `${by}${printable(line, { keep: 'tab' })}`)
}
