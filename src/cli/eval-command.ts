/** `autogen-bot eval` */
import type { EvaluationRun } from '../app/evaluation/evaluation-run.ts'
import type { FetchProgress } from '../app/evaluation/fetch-golden.ts'
import type { CaseProgress } from '../app/evaluation/run-cases.ts'
import { printable } from '../domain/text/printable.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { type EvaluationFormat, renderComparison, renderRun } from './render/render-evaluation.ts'
import { counted } from './render/summary-words.ts'
import type { Terminal } from './terminal.ts'

export interface EvalFlags {
  readonly out?: string
  readonly format: EvaluationFormat
  readonly golden?: string
  readonly repos?: string
  readonly fetch: boolean
  readonly analysersOnly: boolean
  readonly judge: boolean
  readonly limit?: number
  readonly lines: number
  readonly compare?: readonly string[]
}

export async function evalCommand(
  casesFolder: string | undefined,
  flags: EvalFlags,
  programVersion: string,
  terminal: Terminal,
): Promise<ExitCode> {
  if (flags.compare !== undefined) return compare(flags.compare, flags.format, terminal)
  const cases = casesOf(casesFolder, flags)
  if (typeof cases === 'string')
    return refuse(terminal, cases, 'autogen-bot eval --help shows how it is called.')
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  try {
    const { evaluate } = await import('../app/evaluation/evaluate.ts')
    const run = await evaluate({
      cases,
      casesMax: flags.limit ?? null,
      linesMax: flags.lines,
      analysersOnly: flags.analysersOnly,
      judges: flags.judge,
      outFile: flags.out ?? null,
      programVersion,
      env: process.env,
      signal: stop.signal,
      onFetch: (progress) => terminal.tell(`${fetchLine(progress)}\n`),
      onCase: (progress) => terminal.tell(`${progressLine(progress)}\n`),
    })
    if (!run.ok) return refuse(terminal, run.failure.message, run.failure.remedy)
    await terminal.answer(renderRun(run.value, flags.format))
    if (stop.signal.aborted) terminal.tell(endedWords(flags.out))
    return run.value.failed.length > 0 || stop.signal.aborted ? exitCodes.findings : exitCodes.done
  } finally {
    process.removeListener('SIGINT', onSignal)
    process.removeListener('SIGTERM', onSignal)
  }
}

async function compare(
  files: readonly string[],
  format: EvaluationFormat,
  terminal: Terminal,
): Promise<ExitCode> {
  const [first, second] = files
  if (first === undefined || second === undefined || files.length > 2) {
    return refuse(terminal, '--compare takes two files of runs.', 'Each was written with --out.')
  }
  const { readRun } = await import('../app/evaluation/evaluation-run.ts')
  const runs: EvaluationRun[] = []
  for (const file of [first, second]) {
    const run = await readRun(file)
    if (!run.ok) return refuse(terminal, run.failure.message, 'Give two files that --out has written.')
    if (run.value === null)
      return refuse(terminal, `${file} does not exist.`, 'Give two files that --out has written.')
    runs.push(run.value)
  }
  const [one, other] = runs as [EvaluationRun, EvaluationRun]
  await terminal.answer(renderComparison(one, other, format))
  return exitCodes.done
}

function casesOf(folder: string | undefined, { golden, repos, fetch }: EvalFlags) {
  if (golden === undefined) {
    if (fetch) return '--fetch is for --golden.'
    return folder === undefined
      ? 'A folder of cases is missing.'
      : ({ kind: 'folder', path: folder } as const)
  }
  if (folder !== undefined) return 'Give a folder of cases or --golden, not both.'
  if (repos === undefined) return '--golden needs --repos, the folder of the repositories.'
  return { kind: 'golden', path: golden, repositories: repos, fetches: fetch } as const
}

function endedWords(out: string | undefined): string {
  return out === undefined
    ? 'Ended before all cases were reviewed. With --out FILE, the same words would go on from here.\n'
    : 'Ended before all cases were reviewed. The same words again go on from here, and pay for nothing twice.\n'
}

function fetchLine({ done, total, pullRequest, outcome }: FetchProgress): string {
  const what = outcome.ok ? (outcome.value.isKept ? 'is there' : 'fetched') : printable(outcome.failure)
  return `fetch ${done}/${total} ${printable(pullRequest)}: ${what}`
}

function progressLine({ done, total, id, outcome }: CaseProgress): string {
  const before = `${done}/${total} ${printable(id)}:`
  if (!outcome.ok) return `${before} ${printable(outcome.failure)}`
  const { result, isKept } = outcome.value
  const { findings, expected } = result
  return `${before} ${counted(findings.length, 'finding')}, ${counted(expected.length, 'known defect')}${isKept ? ' (kept from before)' : ''}`
}

function refuse(terminal: Terminal, message: string, remedy: string): ExitCode {
  terminal.tell(`autogen-bot: ${printable(message)}\n${printable(remedy)}\n`)
  return exitCodes.usage
}
