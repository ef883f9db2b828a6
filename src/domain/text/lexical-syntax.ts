/** How a language writes comments and strings: enough to tell code from what is not code, never a parser. */
import type { Language } from '../language.ts'

export interface StringForm {
  readonly open: string
  readonly close: string
  /** True when a backslash takes the next character with it. */
  readonly escapes: boolean
  /** False when the string ends with its line, closed or not. */
  readonly spansLines: boolean
}

export interface LexicalSyntax {
  readonly lineComments: readonly string[]
  /** True when a line comment starts only at a line's start or after a blank, as in a shell. */
  readonly commentAfterBlank: boolean
  readonly blockComments: readonly (readonly [open: string, close: string])[]
  readonly nestedComments: boolean
  readonly strings: readonly StringForm[]
  /** Forms that are told by more than their opening characters. */
  readonly odd: readonly OddForm[]
}

export type OddForm =
  | 'template-literal'
  | 'regex-literal'
  | 'char-or-lifetime'
  | 'char-literal'
  | 'rust-raw-string'
  | 'cpp-raw-string'
  | 'heredoc'
  | 'percent-literal'
  | 'php-tags'

const double: StringForm = { open: '"', close: '"', escapes: true, spansLines: false }
const single: StringForm = { open: "'", close: "'", escapes: true, spansLines: false }
const longDouble: StringForm = { ...double, spansLines: true }
const longSingle: StringForm = { ...single, spansLines: true }
const tripleDouble: StringForm = { open: '"""', close: '"""', escapes: true, spansLines: true }
const tripleSingle: StringForm = { open: "'''", close: "'''", escapes: true, spansLines: true }
const backquote: StringForm = { open: '`', close: '`', escapes: false, spansLines: true }

const cLike: LexicalSyntax = {
  lineComments: ['//'],
  commentAfterBlank: false,
  blockComments: [['/*', '*/']],
  nestedComments: false,
  strings: [double],
  odd: ['char-literal'],
}
const hashed: LexicalSyntax = { ...cLike, lineComments: ['#'], blockComments: [], odd: [] }
const script: LexicalSyntax = {
  ...cLike,
  strings: [double, single],
  odd: ['template-literal', 'regex-literal'],
}
const textBlocks: LexicalSyntax = { ...cLike, strings: [tripleDouble, double] }

const syntaxes: Readonly<Record<Language, LexicalSyntax | null>> = {
  javascript: script,
  typescript: script,
  tsx: script,
  python: { ...hashed, strings: [tripleDouble, tripleSingle, double, single] },
  go: { ...cLike, strings: [double, backquote] },
  java: textBlocks,
  ruby: {
    ...hashed,
    blockComments: [['\n=begin', '\n=end']],
    strings: [longDouble, longSingle, { ...backquote, escapes: true }],
    odd: ['heredoc', 'percent-literal', 'regex-literal'],
  },
  rust: {
    ...cLike,
    nestedComments: true,
    strings: [longDouble],
    odd: ['rust-raw-string', 'char-or-lifetime'],
  },
  php: {
    ...cLike,
    lineComments: ['//', '#'],
    strings: [longDouble, longSingle, { ...backquote, escapes: true }],
    odd: ['php-tags', 'heredoc'],
  },
  csharp: {
    ...cLike,
    strings: [
      { open: '"""', close: '"""', escapes: false, spansLines: true },
      { open: '@"', close: '"', escapes: false, spansLines: true },
      double,
    ],
  },
  c: cLike,
  cpp: { ...cLike, odd: ['cpp-raw-string', 'char-literal'] },
  kotlin: { ...textBlocks, nestedComments: true },
  swift: { ...textBlocks, nestedComments: true, odd: [] },
  scala: { ...textBlocks, nestedComments: true },
  shell: {
    ...hashed,
    commentAfterBlank: true,
    strings: [longDouble, { ...longSingle, escapes: false }],
    odd: ['heredoc'],
  },
  dockerfile: { ...hashed, commentAfterBlank: true, strings: [] },
  yaml: { ...hashed, commentAfterBlank: true, strings: [] },
  toml: { ...hashed, strings: [tripleDouble, tripleSingle, double, { ...single, escapes: false }] },
  json: { ...cLike, odd: [] },
  xml: { ...cLike, lineComments: [], blockComments: [['<!--', '-->']], strings: [], odd: [] },
  html: null,
  css: { ...cLike, strings: [double, single], odd: [] },
  sql: { ...cLike, lineComments: ['--'], strings: [longDouble, { ...longSingle, escapes: false }], odd: [] },
  markdown: null,
}

/** Null when the language mixes others (HTML, Markdown) or is not known: then nothing can be told apart. */
export function lexicalSyntaxOf(language: Language | null): LexicalSyntax | null {
  return language === null ? null : syntaxes[language]
}
