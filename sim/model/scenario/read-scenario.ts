/** Reads a scenario file and those that it extends. */
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { Scenario, type ScenarioText } from './scenario.ts'

/** The files that come with the server. */
export const scenariosFolder = fileURLToPath(new URL('../scenarios', import.meta.url))
const depthMax = 5

/** @param from a file, or the text as a value; what it extends is looked up beside it */
export async function readScenario(from: string | ScenarioText): Promise<Scenario> {
  if (typeof from !== 'string') return withParents(from, scenariosFolder, depthMax)
  return withParents(parse(await readFile(from, 'utf8')), dirname(from), depthMax)
}

async function withParents(text: unknown, folder: string, depth: number): Promise<Scenario> {
  const { extends: parentFile, ...own } = Scenario.parse(text)
  if (parentFile === undefined) return own
  if (depth === 0) throw new Error(`more than ${depthMax} scenarios extend each other`)
  const file = join(folder, parentFile)
  const parent = await withParents(parse(await readFile(file, 'utf8')), dirname(file), depth - 1)
  return {
    ...parent,
    ...own,
    defects: [...own.defects, ...parent.defects],
    rules: [...own.rules, ...parent.rules],
  }
}
