/** What the shell of a step does with downloads, secrets and the files that set its successors' environment. */

import { pipelinesOf, type ShellCommand, wordsOf } from '../../domain/shell/shell-lines.ts'
import type { Inquiry, Span } from './inquiry.ts'
import { untrustedVariables } from './script-injection.ts'
import type { Job, Step } from './workflow-model.ts'

export function shellRisks(inquiry: Inquiry): void {
  for (const job of inquiry.model.jobs) {
    for (const step of job.steps) {
      if (step.run === null) continue
      const { start, end } = step.run
      // A block scalar's first line is its indicator.
      const body = /^[|>]/.test(inquiry.source.slice(start, start + 1))
        ? inquiry.source.indexOf('\n', start)
        : start
      const pipelines = pipelinesOf(inquiry.source, body === -1 ? end : body, end)
      const grouped = /(?:^|[\s;])\}\s*[>|]/m.test(inquiry.source.slice(start, end))
      for (const commands of pipelines) {
        downloadIntoShell(inquiry, commands)
        if (!grouped) printedSecret(inquiry, commands)
      }
      environmentFile(inquiry, job, step, pipelines.flat())
    }
  }
}

function downloadIntoShell(inquiry: Inquiry, commands: readonly ShellCommand[]): void {
  const place = downloadRun(commands)
  if (place === null) return
  const text = inquiry.source.slice(place.start, place.end)
  const message =
    'A script is downloaded and run in one go, so whoever controls or intercepts that address runs commands here. Download a fixed version, check its hash, then run it.'
  inquiry.report('curl-pipe-shell', place, message, /\bhttp:\/\//.test(text) ? { severity: 'high' } : {})
}

function downloadRun(commands: readonly ShellCommand[]): Span | null {
  for (const [at, command] of commands.entries()) {
    if (
      /(?:\b(?:bash|sh|zsh)\s+(?:-\w+\s+)*|^\s*(?:source|\.)\s+|\beval\s+)["']?(?:<\(|\$\()\s*(?:curl|wget)\s/.test(
        command.text,
      )
    )
      return command
    const next = commands[at + 1]
    if (next === undefined || !downloaders.has(wordsOf(command)[0] ?? '')) continue
    if (runsItsInput(wordsOf(next))) return { start: command.start, end: next.end }
  }
  return null
}

const downloaders: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'irm',
  'iwr',
  'Invoke-RestMethod',
  'Invoke-WebRequest',
])

function runsItsInput(words: readonly string[]): boolean {
  const program = (words[0] ?? '').replace(/^.*\//, '')
  if (/^(?:ba|da|z|k)?sh$/.test(program))
    return !words.some((word) => /^-\w*c$/.test(word)) && (words[1] ?? '-').startsWith('-')
  if (/^(?:python[\d.]*|perl|ruby|node|php)$/.test(program)) return words.length === 1 || words[1] === '-'
  return /^(?:iex|Invoke-Expression)$/i.test(program)
}

function printedSecret(inquiry: Inquiry, commands: readonly ShellCommand[]): void {
  const [first, ...rest] = commands
  if (first === undefined || !/^(?:echo|printf|Write-Host|Write-Output)$/.test(wordsOf(first)[0] ?? ''))
    return
  const secret = /\$\{\{\s*secrets\.[\w-]+\s*\}\}/.exec(first.text)
  if (secret === null || /add-mask|[`>]|\$\(/.test(first.text)) return
  const last = rest.at(-1)
  if (last !== undefined && (last.text.includes('>') || !rest.every(onlyTransforms))) return
  const reach =
    rest.length === 0
      ? 'prints a secret to the log'
      : 'prints a changed form of a secret, which GitHub does not mask'
  const message = `This ${reach}, where everyone who can read the run can read it. Hand the secret to the program that needs it through env.`
  inquiry.report(
    'secret-printed',
    first,
    message,
    rest.length === 0 ? { severity: 'low', confidence: 0.7 } : { severity: 'high' },
  )
}

function onlyTransforms(command: ShellCommand): boolean {
  const words = wordsOf(command)
  if (words.some((word) => /^(?:-d|-D|--decode)$/.test(word))) return false
  return /^(?:base64|rev|xxd|od|hexdump|sed|tr|fold)$/.test(words[0] ?? '')
}

/** A line break in the value starts a variable of the attacker's choice; GITHUB_PATH takes any single line. */
function environmentFile(inquiry: Inquiry, job: Job, step: Step, commands: readonly ShellCommand[]): void {
  const variables = untrustedVariables(inquiry.source, [step.env, job.env, inquiry.model.env])
  if (variables.length === 0) return
  for (const command of commands) {
    const file = /GITHUB_(?:ENV|PATH)\b/.exec(command.text)?.[0]
    if (file === undefined || !/>|\btee\b|Out-File|Add-Content/.test(command.text)) continue
    const used = variables.find(
      ({ name, manyLines }) => (manyLines || file === 'GITHUB_PATH') && uses(command.text, name),
    )
    if (used === undefined) continue
    const message = `${used.name} holds text from outside; written to ${file} it can set variables such as PATH for the following steps. Keep such text out of this file.`
    inquiry.report('env-file-injection', command, message)
  }
}

function uses(text: string, variable: string): boolean {
  return (
    text.includes(`$${variable}`) || text.includes(`\${${variable}}`) || text.includes(`$env:${variable}`)
  )
}
