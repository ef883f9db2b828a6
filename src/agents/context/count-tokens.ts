/**
 * How many tokens a text is, by the vocabulary of OpenAI's present models (o200k), which is the only one that can be
 * had without asking a provider. Others cut otherwise: on code, o200k and the older cl100k differ by about 1 % (measured
 * on Go and TypeScript); the vocabularies of Gemini, Llama, Qwen and Mistral are told to take 0 to 20 % more, those of
 * Claude up to 35 % more. A budget is therefore held against `budgeted`, which is a fifth above the count: models with
 * a small window are of the first kind, and those of the second have windows far above any part.
 *
 * Loading the vocabulary takes some 0.15 s and 75 MiB, so it is loaded by whoever counts first, once for a process.
 */

export interface TokenCounter {
  /** Of o200k; the same text has the same count, and a line that was counted is not counted again. */
  count(text: string): number
  /** What a text takes of a budget: `count` with the safety factor. */
  budgeted(text: string): number
}

export const tokenSafetyFactor = 1.2

/** Merging pairs takes the square of a run's length: a longer one counts with a token for each byte, which is the most. */
const runCharactersMax = 256
const rememberedLinesMax = 50_000
/** Of one line: paragraphs of prompts and descriptions of tools, which stand in request after request, are longer than code. */
const rememberedLineMax = 8_000
const rememberedCharactersMax = 8 * 1_048_576
const mergesMax = 20_000

let loading: Promise<TokenCounter> | null = null

export function loadTokenCounter(): Promise<TokenCounter> {
  loading ??= load()
  return loading
}

/** A text's tokens as they count against a budget. */
export function withSafety(tokens: number): number {
  return Math.ceil(tokens * tokenSafetyFactor)
}

async function load(): Promise<TokenCounter> {
  const vocabulary = await import('gpt-tokenizer/encoding/o200k_base')
  vocabulary.setMergeCacheSize(mergesMax)
  // Words such as <|endoftext|> are text here like any other.
  const plainly = { disallowedSpecial: new Set<string>() }
  const count = countByLines((text) => vocabulary.countTokens(text, plainly))
  return { count, budgeted: (text) => withSafety(count(text)) }
}

/** Exported for the tests: a run of letters, marks or blanks never reaches `countShort` when it is longer than the bound. */
export function countByLines(countShort: (text: string) => number): (text: string) => number {
  const remembered = new Map<string, number>()
  let characters = 0

  /** The code of a numbered line comes again and again, its numbers do not: they are counted by their shape. */
  function countLine(line: string): number {
    const numbers = lineNumbers.exec(line)?.[0]
    if (numbers === undefined) return countText(line)
    return countText(numbers.replace(/\d/g, '0')) + countText(line.slice(numbers.length))
  }

  function countText(line: string): number {
    const known = remembered.get(line)
    if (known !== undefined) return known
    const tokens = countPieces(line, countShort)
    if (line.length <= rememberedLineMax) remember(line, tokens)
    return tokens
  }

  function remember(line: string, tokens: number): void {
    characters += line.length
    if (remembered.size >= rememberedLinesMax || characters > rememberedCharactersMax) {
      remembered.clear()
      characters = line.length
    }
    remembered.set(line, tokens)
  }

  return (text) => {
    let tokens = 0
    let from = 0
    while (from < text.length) {
      const end = text.indexOf('\n', from)
      const next = end === -1 ? text.length : end + 1
      tokens += countLine(text.slice(from, next))
      from = next
    }
    return tokens
  }
}

/** As `numberedLines` writes them; no token reaches from the bar to the code, and any three digits are one token. */
const lineNumbers = /^[ +-] (?:L\d{0,9} {0,9})?(?:[ ]{0,11}R\d{0,9} {0,9})?\|(?= )/

/** What one piece of the vocabulary can be made of: the tokeniser never joins two of these kinds, but for one character. */
const longRun = new RegExp(
  `[\\p{L}\\p{M}]{${runCharactersMax},}|[^\\s\\p{L}\\p{N}]{${runCharactersMax},}|\\s{${runCharactersMax},}`,
  'gu',
)

function countPieces(line: string, countShort: (text: string) => number): number {
  if (line.length < runCharactersMax) return countShort(line)
  let tokens = 0
  let from = 0
  for (const run of line.matchAll(longRun)) {
    tokens += countShort(line.slice(from, run.index)) + Buffer.byteLength(run[0])
    from = run.index + run[0].length
  }
  return tokens + countShort(line.slice(from))
}
