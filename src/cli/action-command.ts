/** `autogen-bot action`: a job of GitHub Actions. */
import { appendFile } from 'node:fs/promises'
import type { ActionProblem } from '../app/action/action-problem.ts'
import type { ActionResult } from '../app/action/run-action.ts'
import { isAtLeast, type Severity } from '../domain/finding/severity.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { escapeMarkdown } from './render/escape-markdown.ts'
import { oneLine } from './render/summary-words.ts'
import { logLine, workflowAnnotations } from './render/workflow-commands.ts'
import type { Terminal } from './terminal.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** GitHub drops a summary of more than 1 MiB, and nobody reads half of it. */
const summaryLengthMax = 200_000

export async function actionCommand(env: Environment, terminal: Terminal): Promise<ExitCode> {
  const { readActionInput } = await import('../app/action/action-input.ts')
  const input = readActionInput(env)
  if (!input.ok) return refused(input.failure, env, terminal)
  const { runAction } = await import('../app/action/run-action.ts')
  const { createRunLog } = await import('../app/action/run-log.ts')
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  try {
    const log = createRunLog((line) => terminal.tell(logLine(line)))
    const result = await runAction(input.value, { log, signal: stop.signal })
    return await conclude(result, input.value.checks.failOn, env, terminal)
  } finally {
    process.removeListener('SIGINT', onSignal)
    process.removeListener('SIGTERM', onSignal)
  }
}

async function conclude(
  result: ActionResult,
  failOn: Severity | 'never',
  env: Environment,
  terminal: Terminal,
): Promise<ExitCode> {
  switch (result.kind) {
    case 'nothing-to-do':
      await terminal.answer(logLine(`Nothing to review: ${result.note}`))
      return exitCodes.done
    case 'no-review':
      return refused(result, env, terminal)
    case 'published':
      await terminal.answer(logLine(`The review is on the pull request: ${result.note}`))
      return exitCodeOf(result.report, failOn)
    case 'unpublished': {
      const { renderMarkdown } = await import('./render/render-markdown.ts')
      const why = `The review could not be published on the pull request, so it is here. ${result.reason}`
      const review = renderMarkdown(result.report, { lengthMax: summaryLengthMax })
      await summarise(`${review}\n${escapeMarkdown(oneLine(why))}\n`, env)
      await terminal.answer(logLine(why))
      await terminal.answer(workflowAnnotations(result.report.findings))
      return exitCodeOf(result.report, failOn)
    }
  }
}

async function refused(problem: ActionProblem, env: Environment, terminal: Terminal): Promise<ExitCode> {
  const { message, remedy } = problem
  await summarise(`## Review by autogen-bot\n\n${escapeMarkdown(oneLine(`${message} ${remedy}`))}\n`, env)
  terminal.tell(logLine(`autogen-bot: ${message}`))
  terminal.tell(logLine(remedy))
  return exitCodes.usage
}

async function summarise(markdown: string, { GITHUB_STEP_SUMMARY: path }: Environment): Promise<void> {
  if (path !== undefined && path !== '') await appendFile(path, markdown)
}

/** Findings beyond the limit count too: a limit of comments is no pardon. */
function exitCodeOf({ findings }: ReviewReport, failOn: Severity | 'never'): ExitCode {
  const isFailing = failOn !== 'never' && findings.some(({ severity }) => isAtLeast(severity, failOn))
  return isFailing ? exitCodes.findings : exitCodes.done
}
