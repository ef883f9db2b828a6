/** `autogen-bot review` */
import type { ReviewFailure } from '../app/review-repository.ts'
import { describeConfigProblem } from '../config/config-problem.ts'
import type { ModelsConfig } from '../config/service/models-config.ts'
import { isAtLeast, type Severity } from '../domain/finding/severity.ts'
import { fail, type Outcome } from '../domain/outcome.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import { printable } from '../domain/text/printable.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { createProgress } from './progress.ts'
import { harmlessLines } from './render/workflow-commands.ts'
import type { ReportFormat } from './report-format.ts'
import type { Terminal } from './terminal.ts'

export interface ReviewFlags {
  readonly repo: string
  readonly base?: string
  readonly head?: string
  readonly staged?: boolean
  readonly workingTree?: boolean
  readonly format: ReportFormat
  readonly failOn: Severity | 'never'
  readonly explain: boolean
  readonly agents: boolean
  readonly sarif: readonly string[]
}

export async function reviewCommand(flags: ReviewFlags, printing: Terminal): Promise<ExitCode> {
  const terminal = process.env.GITHUB_ACTIONS === 'true' ? readByRunner(printing) : printing
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  const progress = createProgress(terminal)
  try {
    const models = flags.agents ? await localModels() : null
    if (models?.ok === false) {
      terminal.tell(`${printable(models.failure)}\n`)
      return exitCodes.usage
    }
    const { reviewRepository } = await import('../app/review-repository.ts')
    const outcome = await reviewRepository({
      folder: flags.repo,
      request: { base: flags.base ?? null, head: headOf(flags) },
      explains: flags.explain,
      sarifFiles: flags.sarif,
      agents: models === null ? null : { models: models.value },
      signal: stop.signal,
      onProgress: (stage, done, total) => progress.show(stageWords[stage], done, total),
    })
    progress.clear()
    if (!outcome.ok) {
      terminal.tell(`${failureInWords(outcome.failure)}\n`)
      return exitCodes.usage
    }
    if (flags.agents && outcome.value.agents === undefined) terminal.tell(`${agentsAreOff}\n`)
    await terminal.answer(await render(outcome.value, flags, terminal))
    return isFailing(outcome.value, flags.failOn) ? exitCodes.findings : exitCodes.done
  } finally {
    progress.clear()
    process.removeListener('SIGINT', onSignal)
    process.removeListener('SIGTERM', onSignal)
  }
}

/** A change must not command the job that reviews it. */
function readByRunner(terminal: Terminal): Terminal {
  return {
    ...terminal,
    answer: (text) => terminal.answer(harmlessLines(text)),
    tell: (text) => terminal.tell(harmlessLines(text)),
  }
}

const agentsAreOff =
  "autogen-bot: nobody was asked: `agents.enabled` is false in the base's .autogen-bot.yaml."

const stageWords = { read: 'reading the change', analyse: 'analysing', agents: 'agents arguing' } as const

async function localModels(): Promise<Outcome<ModelsConfig, string>> {
  const { readLocalModels } = await import('../config/service/local-models.ts')
  const read = readLocalModels(process.env)
  if (read.ok) return read
  return fail(
    read.failure.map(({ where, wrong, mend }) => `autogen-bot: ${where}: ${wrong}; ${mend}`).join('\n'),
  )
}

function headOf(flags: ReviewFlags) {
  if (flags.staged === true) return { kind: 'staged' } as const
  if (flags.workingTree === true) return { kind: 'working-tree' } as const
  return { kind: 'ref', ref: flags.head ?? 'HEAD' } as const
}

/** Each format loads only its own renderer. */
async function render(report: ReviewReport, flags: ReviewFlags, terminal: Terminal): Promise<string> {
  switch (flags.format) {
    case 'json':
      return (await import('./render/render-json.ts')).renderJson(report)
    case 'sarif':
      return (await import('./render/render-sarif.ts')).renderSarif(report)
    case 'markdown':
      return (await import('./render/render-markdown.ts')).renderMarkdown(report)
    case 'text':
      return (await import('./render/render-text.ts')).renderText(report, {
        colour: terminal.hasColour.answer,
        width: terminal.columns,
      })
  }
}

/** Findings beyond the limit count too: a limit of comments is no pardon. */
function isFailing(report: ReviewReport, failOn: Severity | 'never'): boolean {
  return failOn !== 'never' && report.findings.some(({ severity }) => isAtLeast(severity, failOn))
}

function failureInWords(failure: ReviewFailure): string {
  if (failure.kind === 'bad-config') {
    const lines = failure.problems.map((problem) => `  ${printable(describeConfigProblem(problem))}`)
    return ['autogen-bot: the configuration has errors, so nothing was reviewed:', ...lines].join('\n')
  }
  return `autogen-bot: ${printable(failure.message)}\n${printable(failure.remedy)}`
}
