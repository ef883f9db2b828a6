/**
 * The tools of one dialogue: five ways to read, all through the trees of the change. What a model gives is checked and
 * looked up, never used as a path, a pattern or a command; what it gets is masked, bounded and framed.
 */
import { z } from 'zod'
import { checkShape } from '../../domain/shape/check-shape.ts'
import type { ToolCall, ToolDescription, ToolResult } from '../../ports/model/model.ts'
import { dataBlock } from '../hostile/data-block.ts'
import { failed } from './failed.ts'
import { findSymbolTool } from './find-symbol.ts'
import { listDirectoryTool } from './list-directory.ts'
import { readEarlierTool, readLinesTool } from './read-lines.ts'
import { searchTextTool } from './search-text.ts'
import { defaultToolLimits, type Tool, type ToolAnswer, type ToolLimits, type ToolSources } from './tool.ts'
import type { ToolBox } from './tool-box.ts'

export interface ToolBoxOptions extends Omit<ToolSources, 'limits'> {
  readonly limits?: Partial<ToolLimits>
}

/** One for each dialogue: it counts calls. The tree reader behind it may be shared. */
export function createToolBox({ limits, ...options }: ToolBoxOptions): ToolBox {
  const sources: ToolSources = { ...options, limits: { ...defaultToolLimits, ...limits } }
  const tools = [
    readLinesTool(sources),
    readEarlierTool(sources),
    findSymbolTool(sources),
    searchTextTool(sources),
    listDirectoryTool(sources),
  ]
  const answers = new Map<string, Promise<string>>()
  const { callsMax, charactersMax } = sources.limits

  return {
    descriptions: tools.map(describe),
    async run(call, signal): Promise<ToolResult> {
      const asked = `${call.name} ${JSON.stringify(call.parameters) ?? ''}`
      const known = answers.get(asked)
      if (known !== undefined) return result(call, await known)
      if (answers.size >= callsMax) {
        const text = `No more calls: all ${callsMax} of this discussion are used. Answer with what you know.`
        return result(call, frame(call.name, failed(text), charactersMax))
      }
      const answer = answerTo(tools, call, signal).then((found) =>
        frame(call.name, masked(found, sources.mask), charactersMax),
      )
      answers.set(asked, answer)
      return result(call, await answer)
    },
  }
}

function describe({ name, about, parameters }: Tool): ToolDescription {
  return { name, about, parameters: schemaOf(parameters) }
}

/** Of each tool's parameters, which are the same in all boxes of a process. */
const schemas = new WeakMap<Tool['parameters'], ToolDescription['parameters']>()

function schemaOf(parameters: Tool['parameters']): ToolDescription['parameters'] {
  const known = schemas.get(parameters)
  if (known !== undefined) return known
  const { $schema: _, ...schema } = z.toJSONSchema(parameters)
  schemas.set(parameters, schema)
  return schema
}

async function answerTo(tools: readonly Tool[], call: ToolCall, signal: AbortSignal): Promise<ToolAnswer> {
  const tool = tools.find(({ name }) => name === call.name)
  if (tool === undefined) {
    return failed(`There is no tool of this name. There are: ${tools.map(({ name }) => name).join(', ')}.`)
  }
  const checked = checkShape(tool.parameters, call.parameters)
  if (checked?.success !== true) {
    const problems = (checked?.error.issues ?? [])
      .slice(0, 5)
      .map(({ path, message }) => `${path.map(String).join('.') || 'parameters'}: ${message}`)
    const words = problems.length === 0 ? 'parameters: are not as described' : problems.join('; ')
    return failed(`These parameters do not fit ${tool.name}. ${words}.`)
  }
  return tool.run(checked.data, signal)
}

/** Texts were masked where whole files were at hand; names and what a model repeats are masked here. */
function masked({ about, text }: ToolAnswer, mask: (text: string) => string): ToolAnswer {
  const entries = Object.entries(about).map(
    ([name, value]) => [name, typeof value === 'string' ? mask(value) : value] as const,
  )
  return { about: Object.fromEntries(entries), text: mask(text) }
}

const nameCharactersMax = 60

function frame(name: string, { about, text }: ToolAnswer, charactersMax: number): string {
  const bounded = text.length <= charactersMax ? text : `${text.slice(0, charactersMax)}\n…[cut here]`
  return dataBlock('tool', { name: name.slice(0, nameCharactersMax), ...about }, bounded)
}

function result({ id, name }: ToolCall, text: string): ToolResult {
  return { id, name, text }
}
