/**
 * The words that models are given, which are files beside this one: read once, filled in strictly. What they are hashes
 * into `promptVersion`, a part of every remembered answer's key: other words, other answers.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

interface Common {
  /** BCP 47 tag. */
  readonly language: string
  /** From `canaryOf`. */
  readonly canary: string
}

interface Persona {
  /** Empty: nothing is added. */
  readonly persona: string
}

interface Focus {
  /** A list in words: `function, bugs, edge cases`. */
  readonly focus: string
}

/**
 * Both who argue have one prompt for all of their tasks, so that a provider's cache keeps it from step to step; which task it
 * is, the last line of the message says.
 */
export interface PromptValues {
  readonly coder: Common & Persona & Focus
  readonly reviewer: Common & Persona & Focus
  readonly walkthrough: Common
  readonly ask: Common
  readonly improve: Common
  readonly tests: Common
  readonly judge: Omit<Common, 'language'>
}
export type PromptName = keyof PromptValues

const texts = readTexts()

/** Of all prompt files together. */
export const promptVersion = createHash('sha256')
  .update(JSON.stringify([...texts]))
  .digest('hex')
  .slice(0, 16)

/** @throws when a placeholder has no value or a value no placeholder: both are mistakes of ours */
export function renderPrompt<Name extends PromptName>(name: Name, values: PromptValues[Name]): string {
  const template = composed(name)
  const given: ReadonlyMap<string, string> = new Map(Object.entries(values))
  const used = new Set<string>()
  const filled = template.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = given.get(key)
    if (value === undefined) throw new Error(`prompt ${name}: no value for {{${key}}}`)
    used.add(key)
    return value
  })
  const unused = [...given.keys()].filter((key) => !used.has(key))
  if (unused.length > 0) throw new Error(`prompt ${name}: no place for ${unused.join(', ')}`)
  return filled.replaceAll(/\n{3,}/g, '\n\n').trimEnd()
}

/** Parts hold no parts. */
function composed(name: string): string {
  return textOf(name).replaceAll(/\{\{> ([\w-]+)\}\}/g, (_, part: string) =>
    textOf(`parts/${part}`).trimEnd(),
  )
}

function textOf(name: string): string {
  const text = texts.get(name)
  if (text === undefined) throw new Error(`there is no prompt file ${name}.md`)
  return text
}

function readTexts(): ReadonlyMap<string, string> {
  const folder = new URL('./', import.meta.url)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.md'))
    .sort()
  return new Map(
    names.map((name) => [name.slice(0, -'.md'.length), readFileSync(new URL(name, folder), 'utf8')]),
  )
}
