/** `autogen-bot runbook list|show|due`: for reading, with nothing that could be down. */
import {
  findRunbookPage,
  pagesDue,
  type RunbookPage,
  readRunbookPages,
} from '../../app/service/runbook-pages.ts'
import { printable } from '../../domain/text/printable.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { jsonText } from '../render/json-text.ts'
import type { Terminal } from '../terminal.ts'
import { renderDuePages, renderPage, renderPages } from './render-runbook.ts'

interface Flags {
  readonly format: 'text' | 'json'
}

const dueWithinDays = 30

export async function runbookListCommand({ format }: Flags, terminal: Terminal): Promise<ExitCode> {
  const { pages, problems } = readRunbookPages()
  await terminal.answer(format === 'json' ? jsonText(pages.map(withoutText)) : renderPages(pages))
  for (const { file, line, wrong } of problems)
    terminal.tell(`autogen-bot: ${printable(`${file}:${line}: ${wrong}`)}\n`)
  return exitCodes.done
}

export async function runbookShowCommand(
  name: string,
  { format }: Flags,
  terminal: Terminal,
): Promise<ExitCode> {
  const page = findRunbookPage(name)
  if (page === null) return refuseUnknownPage(name, terminal)
  await terminal.answer(format === 'json' ? jsonText(page) : renderPage(page))
  return exitCodes.done
}

export async function runbookDueCommand({ format }: Flags, terminal: Terminal): Promise<ExitCode> {
  const due = pagesDue(Date.now(), dueWithinDays)
  await terminal.answer(
    format === 'json'
      ? jsonText(due.map(({ page, isLate }) => ({ ...withoutText(page), isLate })))
      : renderDuePages(due),
  )
  return due.some(({ isLate }) => isLate) ? exitCodes.findings : exitCodes.done
}

export function refuseUnknownPage(name: string, terminal: Terminal): ExitCode {
  terminal.tell(
    `autogen-bot: there is no page ${printable(JSON.stringify(name))}; see "autogen-bot runbook list".\n`,
  )
  return exitCodes.usage
}

function withoutText({ text: _, steps, ...page }: RunbookPage) {
  return { ...page, steps: steps.map(({ id, kind, section, about }) => ({ id, kind, section, about })) }
}
