/** `autogen-bot config validate`, `config show`, `config schema` */
import { readFile } from 'node:fs/promises'
import { listRules } from '../app/list-rules.ts'
import { describeConfigProblem } from '../config/config-problem.ts'
import { configJsonSchema } from '../config/config-schema.ts'
import { type ConfigFile, parseConfigFile } from '../config/parse-config.ts'
import { renderConfig } from '../config/render-config.ts'
import { printable } from '../domain/text/printable.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

export async function validateCommand(file: string, terminal: Terminal): Promise<ExitCode> {
  const config = await readConfig(file, terminal)
  if (config === null) return exitCodes.usage
  await terminal.answer(`${printable(file)} is valid.\n`)
  return exitCodes.done
}

export async function showConfigCommand(file: string, terminal: Terminal): Promise<ExitCode> {
  const config = await readConfig(file, terminal)
  if (config === null) return exitCodes.usage
  await terminal.answer(renderConfig(config))
  return exitCodes.done
}

export async function schemaCommand(terminal: Terminal): Promise<ExitCode> {
  await terminal.answer(`${JSON.stringify(configJsonSchema(), null, 2)}\n`)
  return exitCodes.done
}

/** Tells every problem and gives null, or gives the file. */
async function readConfig(file: string, terminal: Terminal): Promise<ConfigFile | null> {
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message
    terminal.tell(`autogen-bot: ${printable(file)} cannot be read: ${printable(reason)}.\n`)
    return null
  }
  const knownRules = (await listRules()).map(({ ruleId }) => ruleId)
  const parsed = parseConfigFile(bytes, { name: file, knownRules })
  if (parsed.ok) return parsed.value
  for (const problem of parsed.failure) terminal.tell(`${printable(describeConfigProblem(problem))}\n`)
  return null
}
