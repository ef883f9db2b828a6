/** `autogen-bot config validate`, `config show`, `config schema` */
import { readFile } from 'node:fs/promises'
import { listRules } from '../app/list-rules.ts'
import { describeConfigProblem } from '../config/config-problem.ts'
import { defaultConfig } from '../config/default-config.ts'
import { type ConfigFile, parseConfigFile } from '../config/parse-config.ts'
import { configSchemaText } from '../config/reference.ts'
import { renderConfig } from '../config/render-config.ts'
import { configFileName } from '../config/review-config.ts'
import { printable } from '../domain/text/printable.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

export async function validateCommand(file: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const config = await readConfig(file, terminal)
  if (config === null) return exitCodes.usage
  await terminal.answer(
    config === 'none' ? `${noFile}\n` : `${printable(file ?? configFileName)} is valid.\n`,
  )
  return exitCodes.done
}

export async function showConfigCommand(file: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const config = await readConfig(file, terminal)
  if (config === null) return exitCodes.usage
  if (config === 'none') terminal.tell(`${noFile}\n`)
  await terminal.answer(
    renderConfig(config === 'none' ? { config: defaultConfig, writtenKeys: new Set() } : config, file),
  )
  return exitCodes.done
}

export async function schemaCommand(terminal: Terminal): Promise<ExitCode> {
  await terminal.answer(configSchemaText())
  return exitCodes.done
}

const noFile = `There is no ${configFileName} here; the defaults hold.`

/**
 * Tells every problem and gives null, or gives the file.
 *
 * @param file undefined: the one of this folder, which need not be there
 */
async function readConfig(file: string | undefined, terminal: Terminal): Promise<ConfigFile | 'none' | null> {
  let bytes: Buffer
  try {
    bytes = await readFile(file ?? configFileName)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (isMissing && file === undefined) return 'none'
    const reason = isMissing ? 'there is no such file' : (error as Error).message
    terminal.tell(`autogen-bot: ${printable(file ?? configFileName)} cannot be read: ${printable(reason)}.\n`)
    return null
  }
  const knownRules = (await listRules()).map(({ ruleId }) => ruleId)
  const parsed = parseConfigFile(bytes, { name: file ?? configFileName, knownRules })
  if (parsed.ok) return parsed.value
  for (const problem of parsed.failure) terminal.tell(`${printable(describeConfigProblem(problem))}\n`)
  return null
}
