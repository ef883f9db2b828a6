/** A Dockerfile as stages of instructions, with offsets, so that rules need not know the parser. */
import {
  type Copy,
  DockerfileParser,
  type From,
  type Instruction,
  type PropertyInstruction,
} from 'dockerfile-ast'
import { indexLines } from '../../domain/text/line-index.ts'

/** Offsets from 0, `end` behind the last character. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Word extends Span {
  readonly text: string
}

export interface Property extends Span {
  readonly name: string
  /** Quotes taken off; null for an ARG without a default. */
  readonly value: string | null
}

export interface Command extends Span {
  /** Upper case. */
  readonly keyword: string
  readonly keywordSpan: Span
  /** Without flags. */
  readonly words: readonly Word[]
  readonly flags: ReadonlyMap<string, string>
  /** What ENV and ARG set. */
  readonly properties: readonly Property[]
  readonly hasHeredoc: boolean
}

export interface Stage {
  readonly name: string | null
  readonly image: string
  readonly imageSpan: Span
  readonly commands: readonly Command[]
}

export interface ImageFile {
  readonly text: string
  readonly escape: string
  /** From `# syntax=`: another front end may know other instructions. */
  readonly hasOwnSyntax: boolean
  readonly commands: readonly Command[]
  readonly stages: readonly Stage[]
}

export function readImage(text: string): ImageFile {
  const file = DockerfileParser.parse(text)
  const lines = indexLines(text)
  const instructions = file
    .getInstructions()
    .map((instruction) => ({ instruction, command: commandOf(instruction) }))
  const stages: { name: string | null; image: string; imageSpan: Span; commands: Command[] }[] = []
  for (const { instruction, command } of instructions) {
    if (command.keyword === 'FROM') {
      const from = instruction as From
      const image = command.words[0]
      if (image === undefined) continue
      stages.push({
        name: from.getBuildStage()?.toLowerCase() ?? null,
        image: image.text,
        imageSpan: image,
        commands: [],
      })
    } else stages.at(-1)?.commands.push(command)
  }
  const syntax =
    file
      .getDirectives()
      .find((one) => one.getName().toLowerCase() === 'syntax')
      ?.getValue() ?? ''
  return {
    text,
    escape: file.getEscapeCharacter(),
    hasOwnSyntax: syntax !== '' && !/^docker(?:\.io\/docker)?\/dockerfile/.test(syntax),
    commands: instructions.map((one) => one.command),
    stages,
  }

  function commandOf(instruction: Instruction): Command {
    const keyword = instruction.getKeyword()
    const flags = 'getFlags' in instruction ? (instruction as Copy).getFlags() : []
    const properties =
      keyword === 'ENV' || keyword === 'ARG' ? (instruction as PropertyInstruction).getProperties() : []
    const heredocs =
      keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD' ? (instruction as Copy).getHeredocs() : []
    return {
      keyword,
      keywordSpan: spanOf(instruction.getInstructionRange()),
      ...spanOf(instruction.getRange()),
      words: instruction.getArguments().map((one) => ({ text: one.getValue(), ...spanOf(one.getRange()) })),
      flags: new Map(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
      properties: properties.map((one) => ({
        name: one.getName(),
        value: one.getValue(),
        ...spanOf(one.getRange()),
      })),
      hasHeredoc: heredocs.length > 0,
    }
  }

  function spanOf(range: { start: Place; end: Place }): Span {
    return { start: offsetOf(range.start), end: offsetOf(range.end) }
  }

  function offsetOf(place: Place): number {
    return lines.offsetAt(place.line + 1, place.character + 1)
  }
}

interface Place {
  readonly line: number
  readonly character: number
}
