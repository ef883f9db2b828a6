/**
 * Finds comments that ask a tool to be silent.
 *
 * Without a language it looks for comment marks only and so takes a directive inside a string for one too: right for
 * blunting, where one too many does no harm. With a language, comments are told from strings and code.
 */
import type { Language } from '../language.ts'
import { commentsAndStrings, kindAt } from '../text/comments-and-strings.ts'
import { indexLines, type LineIndex } from '../text/line-index.ts'
import type { Directive } from './directive.ts'
import { type DirectiveForm, directiveForms, guardingRustLints } from './directive-forms.ts'
import { closeBlocks, type Reached, reachOf } from './reach.ts'
import { readCodes } from './read-codes.ts'

export function findDirectives(text: string, language: Language | null = null): readonly Directive[] {
  const lines = indexLines(text)
  const spans = language === null ? null : commentsAndStrings(text, language)
  const marks = commentMarks(text)
  const found: Reached[] = []
  for (const match of text.matchAll(anyKeyword)) {
    const form = formOf(match[0])
    if (form === undefined) continue
    const isComment = form.place !== 'code'
    if (
      isComment
        ? !stands(form, text, match.index, marks)
        : language === null && !codeStarts(text, match.index)
    )
      continue
    if (spans !== null && kindAt(spans, match.index) !== (isComment ? 'comment' : 'code')) continue
    const reached = directiveAt(text, lines, match.index, match[0], form)
    if (reached !== null) found.push(reached)
  }
  return closeBlocks(found)
}

function directiveAt(
  text: string,
  lines: LineIndex,
  offset: number,
  keyword: string,
  form: DirectiveForm,
): Reached | null {
  const { line, column } = lines.positionAt(offset)
  const read = readCodes(text, offset + keyword.length, form.codes)
  if (keyword.startsWith('#[') || keyword.startsWith('#![')) {
    if (!read.codes.some((code) => guardingRustLints.has(code))) return null
  }
  const codes = isBlanket(read.codes) ? [] : read.codes
  const reach = reachOf(form.reach, lines, line, column)
  return {
    form,
    directive: {
      keyword,
      tool: form.tool,
      codes,
      line,
      column,
      endColumn: column + (read.end - offset),
      scope: reach.scope,
      form: form.place === 'code' ? 'code' : 'comment',
      silences: form.silences,
      firstLine: reach.firstLine,
      lastLine: reach.lastLine,
    },
  }
}

function isBlanket(codes: readonly string[]): boolean {
  return codes.some((code) => /^(?:all|lint|\*)$/i.test(code))
}

/** Whether the keyword is where its tool looks for it. */
function stands(form: DirectiveForm, text: string, at: number, marks: CommentMarks): boolean {
  if (form.place === 'within') return marks.hasMarkBefore(at)
  let before = at - 1
  while (before >= 0 && text[before] !== '\n' && /\s/.test(text[before] as string)) before--
  if (form.place === 'hash') return text[before] === '#'
  if (before < 0 || text[before] === '\n') return true
  const unit = text[before]
  if (unit === '#' || unit === '*' || unit === ';') return true
  return (unit === '/' || unit === '-' || unit === '!') && text[before - 1] === (unit === '!' ? '/' : unit)
}

/** In a text of unknown language an attribute or pragma stands first on its line. */
function codeStarts(text: string, at: number): boolean {
  let before = at - 1
  while (before >= 0 && (text[before] === ' ' || text[before] === '\t')) before--
  return before < 0 || text[before] === '\n'
}

interface CommentMarks {
  hasMarkBefore(offset: number): boolean
}

/** Asked with ascending offsets; each character is looked at once. */
function commentMarks(text: string): CommentMarks {
  let at = 0
  let marked = false
  let first = true
  return {
    hasMarkBefore(offset) {
      for (; at < offset; at++) {
        const unit = text[at]
        if (unit === '\n') {
          marked = false
          first = true
          continue
        }
        if (marked || unit === ' ' || unit === '\t') continue
        const next = text[at + 1]
        marked =
          unit === '#' ||
          unit === ';' ||
          (first && (unit === '*' || unit === '%')) ||
          (unit === '/' && (next === '/' || next === '*')) ||
          (unit === '-' && next === '-')
        first = false
      }
      return marked || first
    },
  }
}

const bareWord = (keyword: string): string => keyword.replace(/\s/g, '')

const formsByKeyword: ReadonlyMap<string, DirectiveForm> = new Map(
  directiveForms.map((form) => [
    form.tool === 'clang-tidy' ? form.keyword : bareWord(form.keyword).toLowerCase(),
    form,
  ]),
)

function formOf(keyword: string): DirectiveForm | undefined {
  const word = bareWord(keyword)
  return formsByKeyword.get(word) ?? formsByKeyword.get(word.toLowerCase())
}

const anyKeyword = new RegExp(
  `(?<![\\w-])(?:${directiveForms
    .map(({ keyword }) => keyword)
    .sort((a, b) => b.length - a.length)
    .map(keywordSource)
    .join('|')})(?![\\w-])`,
  'gi',
)

/** Blanks are free around a colon; between words there is at least one. */
function keywordSource(keyword: string): string {
  return keyword
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/ *: */g, '[^\\S\\n]*:[^\\S\\n]*')
    .replace(/ /g, '[^\\S\\n]+')
}
