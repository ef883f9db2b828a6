/** TOML: the parser stops at its first error and bounds its own depth, so there is only that error to translate. */
import { parse, TomlError } from 'smol-toml'
import { indexLines } from '../../domain/text/line-index.ts'
import type { Problem } from './problem.ts'

export function readToml(text: string): readonly Problem[] {
  try {
    parse(text)
    return []
  } catch (error) {
    if (error instanceof RangeError) return [tooDeep(0)]
    if (!(error instanceof TomlError)) throw error
    const at = indexLines(text).offsetAt(error.line, error.column)
    // The first line is the reason; the excerpt below it repeats text of the file.
    const reason = (error.message.split('\n', 1)[0] ?? '').replace(/^Invalid TOML document: /, '')
    if (reason.includes('excessively nested')) return [tooDeep(at)]
    return [
      {
        rule: 'toml-syntax',
        start: at,
        end: at + 1,
        message: `This is not valid TOML: ${reason}. Programs that read the file will fail here.`,
      },
    ]
  }
}

function tooDeep(at: number): Problem {
  return {
    rule: 'nested-too-deep',
    start: at,
    end: at + 1,
    message: 'These arrays or tables are nested so deep that TOML parsers give up. Flatten the structure.',
  }
}
