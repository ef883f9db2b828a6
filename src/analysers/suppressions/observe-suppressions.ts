/** One observation for each directive that the change adds; one that only moved is passed over. */
import { type Observation, observe, type RuleRecord } from '../../domain/finding/observation.ts'
import { addedDirectives } from '../../domain/suppression/added-directives.ts'
import type { Directive } from '../../domain/suppression/directive.ts'
import { findDirectives } from '../../domain/suppression/find-directives.ts'
import type { AnalysedText } from '../analyser.ts'
import { added, fileWide, securityCheck } from './catalogue.ts'

export function observeSuppressions(text: AnalysedText): readonly Observation[] {
  if (text.head === null) return []
  const directives = findDirectives(text.head, text.language)
  if (directives.length === 0) return []
  const addedLines = new Set(text.addedLines)
  return addedDirectives(directives, text.base, text.language, addedLines)
    .filter((directive) => addedLines.has(directive.line))
    .map((directive) => {
      const { line, column, endColumn } = directive
      return observe(ruleFor(directive), { line, column, endLine: line, endColumn }, messageOf(directive))
    })
}

function ruleFor(directive: Directive): RuleRecord {
  if (directive.silences === 'security' || directive.silences === 'secrets') return securityCheck
  if (directive.codes.some(isSecurityCode)) return securityCheck
  return silencesFile(directive) ? fileWide : added
}

/** What many files do by design: one named rule off for a file is as local as one comment, everything off is not. */
function silencesFile(directive: Directive): boolean {
  return directive.scope === 'file' && directive.codes.length === 0
}

const securityCode =
  /^(?:S\d{3}|S|B\d{3}|G\d{3}|gosec|lint\/security(?:\/.*)?|Security(?:\/.*)?|security\/.*|no-eval|no-implied-eval|no-new-func|bandit)$/

function isSecurityCode(code: string): boolean {
  return securityCode.test(code)
}

function messageOf(directive: Directive): string {
  const what = directive.codes.length === 0 ? 'every report' : listed(directive.codes)
  const where = places[directive.scope]
  return `This change silences ${what} of ${directive.tool} ${where} with "${shown(directive.keyword)}". The review looked at the code nevertheless; fix the cause, or say in the comment why it is right.`
}

const places: Readonly<Record<Directive['scope'], string>> = {
  line: 'on this line',
  'next-line': 'on the next line',
  block: 'in this block',
  file: 'in the rest of this file',
}

function listed(codes: readonly string[]): string {
  const first = codes.slice(0, 5).map(shown).join(', ')
  return codes.length > 5 ? `${first} and ${codes.length - 5} more` : first
}

function shown(text: string): string {
  const plain = text.replace(/\s+/g, ' ')
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain
}
