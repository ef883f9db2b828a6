/** A model's Markdown as what we show of it: paragraphs and lists of plain words, and blocks of code. */
import type { AnswerBlock } from '../../ports/agents/questions.ts'

const blocksMax = 24
/** Languages whose fences a code host draws or applies instead of showing them. */
const drawn: ReadonlySet<string> = new Set(['suggestion', 'mermaid', 'math', 'geojson', 'topojson', 'stl'])

export function splitBlocks(text: string): readonly AnswerBlock[] {
  const blocks: AnswerBlock[] = []
  let lines: string[] = []
  let fence: { readonly marks: string; readonly language: string } | null = null

  function end() {
    const language = fence?.language ?? ''
    const content = fence === null ? lines.join('\n').trim() : lines.join('\n')
    lines = []
    if (content.trim() === '') return
    blocks.push({ kind: fence === null ? 'prose' : 'code', text: content, language })
  }

  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const opening = /^ {0,3}(`{3,}|~{3,})[ \t]{0,8}([^\s`]{0,40})[^`]{0,200}$/.exec(line)
    const closes: boolean = fence !== null && isClosing(line, fence.marks)
    if (!closes && (fence !== null || opening === null)) {
      lines.push(fence === null ? listItem(line) : line)
      continue
    }
    end()
    fence = closes ? null : { marks: opening?.[1] ?? '```', language: languageOf(opening?.[2] ?? '') }
  }
  end()
  return blocks.slice(0, blocksMax)
}

function isClosing(line: string, marks: string): boolean {
  const closing = line.trim()
  return closing.length >= marks.length && closing === (marks[0] ?? '').repeat(closing.length)
}

/** Headings become words; every kind of item begins alike. */
function listItem(line: string): string {
  return line.replace(/^\s{0,12}#{1,6}\s+/, '').replace(/^\s{0,12}[-*+•]\s+/, '- ')
}

function languageOf(word: string): string {
  const language = word.toLowerCase()
  return /^[a-z0-9+-]{1,20}$/.test(language) && !drawn.has(language) ? language : ''
}
