/** Puts the searches together: one report for each rule and line, however many characters are there. */
import { type Observation, observe, type RuleRecord } from '../../domain/finding/observation.ts'
import type { Language } from '../../domain/language.ts'
import { blankOut, commentsAndStrings } from '../../domain/text/comments-and-strings.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import type { AnalysedText } from '../analyser.ts'
import { type OddCharacter, oddBidiControls } from './bidi-controls.ts'
import { bidirectional, fileName, hiddenText, invisible, lookalike } from './catalogue.ts'
import { nameOf } from './code-point-names.ts'
import { hiddenRuns, oddInvisibles } from './hidden-characters.ts'
import { lookalikeIn, oddNames } from './lookalike-names.ts'

/** Text for people, or data that carries it. */
const prose: ReadonlySet<Language | null> = new Set([
  null,
  'markdown',
  'html',
  'xml',
  'json',
  'yaml',
  'toml',
  'css',
])

export function observeTrojanSource(text: AnalysedText): readonly Observation[] {
  const { head, language, path } = text
  if (head === null) return []
  const inName = oddFileName(text, path)
  if (!/[^\x00-\x7f]/.test(head)) return inName
  const isProse = prose.has(language)
  const spans = isProse ? null : (commentsAndStrings(head, language) ?? null)
  const report = reporterFor(head)
  return [
    ...inName,
    ...report(
      bidirectional,
      oddBidiControls(head, spans, isProse),
      (name) =>
        `${name} reorders the rest of this line on the screen, so that it reads differently from what runs. Remove it.`,
    ),
    ...report(
      hiddenText,
      hiddenRuns(head),
      (name) =>
        `A run of characters that show nothing begins here with ${name}. They can carry hidden text; remove them.`,
    ),
    ...(spans === null
      ? []
      : [
          ...report(
            invisible,
            oddInvisibles(head, spans),
            (name) =>
              `${name} stands here and cannot be seen. Remove it, or write it as an escape where it is meant.`,
          ),
          ...report(
            lookalike,
            oddNames(blankOut(head, spans, ['comment', 'string']), language),
            (name) =>
              `This name contains ${name}, which looks like a Latin letter, so it is another name than the one it reads as. Type it in one script.`,
          ),
        ]),
  ]
}

type Report = (
  rule: RuleRecord,
  odd: readonly OddCharacter[],
  words: (name: string) => string,
) => readonly Observation[]

function reporterFor(text: string): Report {
  const lines = indexLines(text)
  return (rule, odd, words) => {
    const told = new Set<number>()
    const observations: Observation[] = []
    for (const { offset, codePoint } of odd) {
      const { line, column } = lines.positionAt(offset)
      if (told.has(line)) continue
      told.add(line)
      const endColumn = column + (codePoint > 0xffff ? 2 : 1)
      observations.push(observe(rule, { line, column, endLine: line, endColumn }, words(nameOf(codePoint))))
    }
    return observations
  }
}

/** Told at the first line, for a name that this change brings. */
function oddFileName({ base, head }: AnalysedText, path: string): readonly Observation[] {
  if (base !== null || head === null || head === '' || !/[^\x00-\x7f]/.test(path)) return []
  const hidden = path.search(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u3164\uffa0]/)
  const at = hidden !== -1 ? hidden : lookalikeInPath(path)
  if (at === -1) return []
  const name = nameOf(path.codePointAt(at) as number)
  const message = `The name of this file contains ${name}, so it is not the name that it reads as. Rename the file.`
  return [observe(fileName, { line: 1, column: 1, endLine: 1, endColumn: 2 }, message)]
}

function lookalikeInPath(path: string): number {
  for (const match of path.matchAll(/[\p{L}\p{N}\p{M}_$-]+/gu)) {
    const at = lookalikeIn(match[0])
    if (at !== -1) return match.index + at
  }
  return -1
}
