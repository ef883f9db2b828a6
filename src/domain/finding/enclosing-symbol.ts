/**
 * The name of the definition around a line, found the way git finds the heading of a hunk: upwards, by a line that
 * looks like a definition and is indented less. Approximate on purpose; it has to be stable, cheap and the same for
 * findings of every tool.
 */
import type { Language } from '../language.ts'

const linesUpMax = 400
const lineCharactersMax = 400

const anyDefinition: readonly RegExp[] = [
  /^\s*(?:(?:export|default|async|public|private|protected|internal|static|final|abstract|override|sealed|virtual|unsafe|extern|pub(?:\([a-z]+\))?|const|inline)\s+)*(?:function\*?|def|func|fn|class|interface|struct|enum|trait|impl|module|namespace|type|record)\s+(?:\([^)]{0,100}\)\s*)?(?!func\s)([A-Za-z_$][\w$.:]*)/,
]

const byLanguage: Partial<Record<Language, readonly RegExp[]>> = {
  javascript: [arrowOrMethod()],
  typescript: [arrowOrMethod()],
  tsx: [arrowOrMethod()],
  java: [typedMethod()],
  csharp: [typedMethod()],
  c: [/^[A-Za-z_][\w\s*]{0,100}?\b([A-Za-z_]\w*)\s*\([^;]{0,300}$/],
  cpp: [/^[A-Za-z_][\w\s*&:<>]{0,100}?\b([A-Za-z_][\w:]*)\s*\([^;]{0,300}$/],
  kotlin: [
    /^\s*(?:(?:public|private|protected|internal|open|final|abstract|sealed|data|value|enum|inner|annotation|companion|override|suspend|inline|operator|infix|tailrec)\s+)*(?:fun|object|class|interface)\s+(?:<[^>]{0,80}>\s{0,5})?(?:[\w.?<>]{0,100}\.)?([A-Za-z_]\w*)/,
  ],
  swift: [
    /^\s*(?:(?:@\w+|public|private|fileprivate|internal|open|final|static|class|override|mutating|convenience|required|indirect|nonisolated)\s+)*(?:func|class|struct|enum|protocol|extension|actor)\s+(?!func\b)([A-Za-z_][\w.]*)/,
    /^\s*(?:(?:public|private|fileprivate|internal|open|override|convenience|required)\s+)*(init|deinit)\b[^;]{0,300}\{/,
  ],
  scala: [
    /^\s*(?:(?:private|protected|override|final|sealed|abstract|implicit|lazy|case|inline|transparent)\s+)*(?:def|object|class|trait|enum|given)\s+([A-Za-z_]\w*)/,
  ],
  shell: [/^\s*(?:function\s+)?([A-Za-z_][\w-]*)\s*\(\)\s*\{?/],
}

/**
 * @param lineText the text of a line, from 1
 * @param line where the finding is
 */
export function enclosingSymbol(
  lineText: (line: number) => string,
  line: number,
  language: Language | null,
): string | null {
  const patterns = [...anyDefinition, ...((language !== null && byLanguage[language]) || [])]
  let depth = Number.POSITIVE_INFINITY
  for (let at = line; at >= 1 && at > line - linesUpMax; at -= 1) {
    const text = lineText(at).slice(0, lineCharactersMax)
    // A brace on a line of its own belongs to the definition above it.
    if (text.trim() === '' || text.trim() === '{') continue
    const indent = indentOf(text)
    if (indent >= depth && at !== line) continue
    const name = patterns.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined)
    if (name !== undefined && !keywords.has(name)) return name
    depth = indent
    if (depth === 0 && at !== line && !/^[)\]}>]/.test(text)) return null
  }
  return null
}

const keywords: ReadonlySet<string> = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'else',
  'do',
  'with',
  'new',
])

function indentOf(text: string): number {
  let width = 0
  for (const character of text) {
    if (character === ' ') width += 1
    else if (character === '\t') width += 4
    else break
  }
  return width
}

function arrowOrMethod(): RegExp {
  return /^\s*(?:(?:export|public|private|protected|static|readonly|async|get|set|override)\s+)*(?:(?:const|let|var)\s+)?(#?[A-Za-z_$][\w$]*)\s*(?:=\s*(?:async\s*)?(?:function\b|\([^)]{0,200}\)\s*(?::[^=]{0,100})?=>|[\w$]+\s*=>)|\([^)]{0,200}\)\s*(?::[^{]{0,100})?\{)/
}

function typedMethod(): RegExp {
  return /^\s*(?:(?:public|private|protected|internal|static|final|abstract|override|virtual|async|synchronized|sealed)\s+)*[\w<>[\],.?]{1,100}\s+([A-Za-z_]\w*)\s*\([^;]{0,300}$/
}
