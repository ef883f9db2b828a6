/** The page of all commands, made from the program's own definition. */
import type { Command } from 'commander'

export function commandReference(program: Command): string {
  const pages = ['# Commands', '', 'Made from the program; `autogen-bot --help` prints the same.', '']
  function visit(command: Command, path: string): void {
    pages.push(`## ${path}`, '', '```text', helpOf(command).trimEnd(), '```', '')
    for (const child of command.commands) visit(child, `${path} ${child.name()}`)
  }
  visit(program, 'autogen-bot')
  return `${pages.join('\n').trimEnd()}\n`
}

/** `helpInformation` leaves out what was added behind it: the examples. */
function helpOf(command: Command): string {
  let help = ''
  const keep = (text: string) => {
    help += text
  }
  const before = command.configureOutput()
  command.configureOutput({ ...before, writeOut: keep, getOutHelpWidth: () => 100 })
  command.outputHelp()
  command.configureOutput(before)
  return help
}
