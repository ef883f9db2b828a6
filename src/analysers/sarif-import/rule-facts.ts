/** What a result says through its rule: identifier, severity, category, CWE, words. */
import type { Category, Severity } from '../../domain/finding/severity.ts'
import { type Result, Rule, type Run } from './sarif-schema.ts'

export type RuleFinder = (result: Result) => Rule | undefined

const messageCharactersMax = 2_000
const rawCharactersMax = 8_000
const cweMax = 5
const precisions: Readonly<Record<string, number>> = { 'very-high': 0.95, high: 0.85, medium: 0.7, low: 0.4 }
const levels: Readonly<Record<string, Severity>> = { error: 'high', warning: 'medium', note: 'low' }
const categories: readonly Category[] = ['performance', 'correctness', 'maintainability']

/** Reads every rule of a run once; a result names its rule by index, by identifier, or by both in an extension. */
export function ruleFinder(run: Run): RuleFinder {
  const components = [run.tool.driver, ...(run.tool.extensions ?? [])]
  const lists = components.map((component) => (component?.rules ?? []).map(readRule))
  const byId = new Map<string, Rule>()
  for (const rule of lists.flat()) if (rule !== undefined && !byId.has(rule.id)) byId.set(rule.id, rule)
  return (result) => {
    const extension = result.rule?.toolComponent?.index
    const list = extension === undefined ? lists[0] : lists[extension + 1]
    const index = result.rule?.index ?? result.ruleIndex
    const id = result.ruleId ?? result.rule?.id
    const indexed = index === undefined ? undefined : list?.[index]
    if (indexed !== undefined && (id === undefined || isOf(id, indexed.id))) return indexed
    return id === undefined
      ? indexed
      : (byId.get(id) ?? byId.get(id.slice(0, Math.max(0, id.lastIndexOf('/')))))
  }
}

/** A name of letters, digits, `.`, `_` and `-`, safe in reports and settings. */
export function plainName(name: string, otherwise: string): string {
  const plain = name.slice(0, 100).replace(/[^A-Za-z0-9_.]+/g, '-')
  return plain.replace(/^[-.]+/, '').replace(/[-.]$/, '') || otherwise
}

/** Null for a result that reports nothing wrong. */
export function severityOf(result: Result, rule: Rule | undefined): Severity | null {
  const score = Number(
    rule?.properties?.['security-severity'] ?? result.properties?.['security-severity'] ?? 0,
  )
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  if (score > 0) return 'low'
  const level = result.level ?? rule?.defaultConfiguration?.level ?? 'warning'
  return level === 'none' ? null : Object.hasOwn(levels, level) ? (levels[level] as Severity) : 'medium'
}

export function categoryOf(result: Result, rule: Rule | undefined, cwe: readonly string[]): Category {
  const tags = tagsOf(result, rule).map((tag) => tag.toLowerCase())
  const scored = rule?.properties?.['security-severity'] ?? result.properties?.['security-severity']
  if (scored !== undefined || cwe.length > 0 || tags.includes('security')) return 'security'
  return (
    categories.find((category) => tags.includes(category)) ??
    (result.level === 'note' ? 'maintainability' : 'correctness')
  )
}

export function confidenceOf(rule: Rule | undefined): number {
  const precision = rule?.properties?.precision ?? ''
  return Object.hasOwn(precisions, precision) ? (precisions[precision] as number) : 0.8
}

export function cweOf(result: Result, rule: Rule | undefined): readonly string[] {
  const found = new Set<string>()
  for (const tag of tagsOf(result, rule)) {
    const number = /^(?:external\/cwe\/)?cwe-0{0,8}(\d{1,6})\b/i.exec(tag)?.[1]
    if (number !== undefined) found.add(`CWE-${number}`)
  }
  const taxa = [
    ...(result.taxa ?? []),
    ...(rule?.relationships ?? []).map((relationship) => relationship?.target),
  ]
  for (const taxon of taxa) {
    const number = /^(?:cwe-)?0{0,8}(\d{1,6})$/i.exec(taxon?.id ?? '')?.[1]
    if (number !== undefined && taxon?.toolComponent?.name?.toUpperCase() === 'CWE')
      found.add(`CWE-${number}`)
  }
  return [...found].slice(0, cweMax)
}

export function messageOf(result: Result, rule: Rule | undefined): string {
  const { message } = result
  const named = message?.id === undefined ? undefined : messageString(rule, message.id)
  const template =
    message?.text ?? named ?? message?.markdown ?? rule?.shortDescription?.text ?? rule?.fullDescription?.text
  const words = fillIn((template ?? '').slice(0, rawCharactersMax), message?.arguments ?? [])
  const plain = words
    .replaceAll('\0', '')
    .replace(/\[([^\][]*)\]\(\d+\)/g, '$1')
    .trim()
  return (plain || `${result.ruleId ?? 'A tool'} reports this.`).slice(0, messageCharactersMax).toWellFormed()
}

function readRule(raw: unknown): Rule | undefined {
  const rule = Rule.safeParse(raw)
  return rule.success ? rule.data : undefined
}

/** `id` is the rule's or, as the format allows, one below it: `sql/concat` of `sql`. */
function isOf(id: string, ruleId: string): boolean {
  return id === ruleId || id.startsWith(`${ruleId}/`)
}

function tagsOf(result: Result, rule: Rule | undefined): readonly string[] {
  return [...(rule?.properties?.tags ?? []), ...(result.properties?.tags ?? [])].slice(0, 200)
}

function messageString(rule: Rule | undefined, id: string): string | undefined {
  const strings = rule?.messageStrings
  return strings !== undefined && Object.hasOwn(strings, id) ? strings[id]?.text : undefined
}

function fillIn(template: string, values: readonly string[]): string {
  return template.replace(
    /\{(\d{1,3})\}/g,
    (whole, at: string) => values[Number(at)]?.slice(0, rawCharactersMax) ?? whole,
  )
}
