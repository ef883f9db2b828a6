/** `autogen-bot runbook run`: looks, and changes that somebody has seen and said yes to. */
import { createInterface } from 'node:readline/promises'
import {
  loadedRunbook,
  type Runbook,
  type RunbookPage,
  type StepReport,
} from '../../app/service/operate/runbook.ts'
import { findRunbookPage } from '../../app/service/runbook-pages.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { jsonText } from '../render/json-text.ts'
import type { Terminal } from '../terminal.ts'
import { cliActor } from './cli-actor.ts'
import { renderPlan, renderReport, renderReports } from './render-runbook.ts'
import { refuseUnknownPage } from './runbook-command.ts'
import { readConfig, type ServiceFlags } from './with-backbone.ts'

export interface RunFlags extends ServiceFlags {
  readonly step?: string
  readonly param?: readonly string[]
  readonly incident?: string
  readonly dryRun: boolean
  readonly yes: boolean
  readonly format: 'text' | 'json'
}

interface Running {
  readonly runbook: Runbook
  readonly page: RunbookPage
  readonly parameters: Readonly<Record<string, string>>
  readonly incident: number | null
  readonly flags: RunFlags
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

export async function runbookRunCommand(
  name: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const page = findRunbookPage(name)
  if (page === null) return refuseUnknownPage(name, terminal)
  const parameters = readParameters(flags.param ?? [])
  const incident = /^[1-9][0-9]{0,14}$/.test(flags.incident ?? '') ? Number(flags.incident) : null
  if (parameters === null) return refuse(terminal, 'write a parameter as --param name=value.')
  if (flags.incident !== undefined && incident === null) return refuse(terminal, 'an incident is a number.')
  const config = readConfig(flags, terminal)
  if (config === null) return exitCodes.usage
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  const { runbook, close, isAlone } = await loadedRunbook(config)
  try {
    if (isAlone && !flags.dryRun)
      terminal.tell('autogen-bot: the store cannot be reached: what is looked at is not written down.\n')
    const running = { runbook, page, parameters, incident, flags, terminal, signal: stop.signal }
    return await (flags.step === undefined ? lookAround(running) : runStep(running, flags.step))
  } finally {
    await close()
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}

/** Every look of the diagnosis that needs no more than it was given. */
async function lookAround({ page, runbook, ...running }: Running): Promise<ExitCode> {
  const { flags, terminal, parameters, incident, signal } = running
  const looks = page.steps.filter(({ section, kind }) => section === 'Diagnosis' && kind === 'read')
  const reports: StepReport[] = []
  for (const step of looks) {
    if (signal.aborted) break
    const wanted = step.parameters.flatMap(({ name }) => {
      const value = parameters[name]
      return value === undefined ? [] : [[name, value] as const]
    })
    const request = {
      page: page.name,
      step: step.id,
      parameters: Object.fromEntries(wanted),
      actor: cliActor(),
    }
    const plan = await runbook.plan(request)
    if (!plan.ok) terminal.tell(`${step.id}: left out. ${printable(plan.failure.message)}\n`)
    else if (flags.dryRun) await terminal.answer(renderPlan(plan.value))
    else {
      const done = await runbook.run({ ...request, incident, isConfirmed: false }, signal)
      if (!done.ok) return refuse(terminal, `${done.failure.message} ${done.failure.remedy}`)
      reports.push(done.value)
      if (flags.format === 'text') await terminal.answer(renderReport(done.value))
    }
  }
  if (flags.dryRun) return exitCodes.done
  if (flags.format === 'json') await terminal.answer(jsonText(reports))
  else await terminal.answer(renderReports(reports))
  return codeOf(reports)
}

async function runStep(running: Running, step: string): Promise<ExitCode> {
  const { runbook, page, parameters, incident, flags, terminal, signal } = running
  const request = { page: page.name, step, parameters, actor: cliActor() }
  const plan = await runbook.plan(request)
  if (!plan.ok) return refuse(terminal, `${plan.failure.message} ${plan.failure.remedy}`)
  const isLook = plan.value.step.kind === 'read'
  if (flags.dryRun) {
    await terminal.answer(flags.format === 'json' ? jsonText(plan.value) : renderPlan(plan.value))
    return exitCodes.done
  }
  if (!isLook && !flags.yes && plan.value.absence === null) {
    terminal.tell(renderPlan(plan.value))
    if (!(await isConfirmed(terminal, signal))) {
      return refuse(terminal, 'nothing was run. Without a terminal a change needs --yes.')
    }
  }
  const done = await runbook.run({ ...request, incident, isConfirmed: !isLook }, signal)
  if (!done.ok) return refuse(terminal, `${done.failure.message} ${done.failure.remedy}`)
  await terminal.answer(flags.format === 'json' ? jsonText(done.value) : renderReport(done.value))
  return codeOf([done.value])
}

/** Asked on the terminal, where there is one. */
async function isConfirmed(terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  if (process.stdin.isTTY !== true || !terminal.isWatched) return false
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await lines.question('Run it? [y/N] ', { signal })
    return /^y(?:es)?$/i.test(answer.trim())
  } catch {
    // Ctrl-C is a no.
    return false
  } finally {
    lines.close()
  }
}

function readParameters(words: readonly string[]): Readonly<Record<string, string>> | null {
  const entries = words.map((word) => /^([a-z][a-z0-9-]*)=([\s\S]*)$/.exec(word))
  if (entries.includes(null)) return null
  return Object.fromEntries(entries.map((entry) => [entry?.[1] ?? '', entry?.[2] ?? '']))
}

function refuse(terminal: Terminal, sentence: string): ExitCode {
  terminal.tell(`autogen-bot: ${printable(sentence)}\n`)
  return exitCodes.usage
}

function codeOf(reports: readonly StepReport[]): ExitCode {
  const all = reports.flatMap((report) => [
    report,
    ...(report.verification === null ? [] : [report.verification]),
  ])
  const isWell = all.every(({ result }) => ['as-expected', 'not-applicable'].includes(result.verdict))
  return isWell ? exitCodes.done : exitCodes.findings
}
