/**
 * What a step is expected to answer when all is well: `exit 0`, `/open/`, `!/BROKEN/`, `$.rows.byState.dead <= 0`;
 * several are divided by `; `. A text is written in single quotes. Expressions look at standard output, line by line.
 */
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'

export type Expectation =
  | { readonly kind: 'exit'; readonly codes: readonly number[] }
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly isWanted: boolean; readonly text: string }
  | {
      readonly kind: 'json'
      /** Keys and indices from the root. */
      readonly path: readonly string[]
      readonly operator: Comparison
      readonly value: string | number | boolean | null
      readonly text: string
    }

const comparisons = ['==', '!=', '<=', '>=', '<', '>'] as const
type Comparison = (typeof comparisons)[number]

const jsonForm = /^\$((?:\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]{1,4}\])*) *(==|!=|<=|>=|<|>) *(.+)$/

export function parseExpectations(text: string): Outcome<readonly Expectation[], string> {
  const expectations: Expectation[] = []
  for (const part of text.split('; ').map((one) => one.trim())) {
    const expectation = parseOne(part)
    if (!expectation.ok) return expectation
    expectations.push(expectation.value)
  }
  return succeed(expectations)
}

function parseOne(text: string): Outcome<Expectation, string> {
  const exit = /^exit ([0-9]{1,3}(?:\|[0-9]{1,3})*)$/.exec(text)
  if (exit !== null) return succeed({ kind: 'exit', codes: (exit[1] as string).split('|').map(Number) })
  const pattern = /^(!?)\/(.+)\/$/.exec(text)
  if (pattern !== null) {
    try {
      const compiled = new RegExp(pattern[2] as string, 'm')
      return succeed({ kind: 'pattern', pattern: compiled, isWanted: pattern[1] === '', text })
    } catch {
      return fail(`${text} is no regular expression`)
    }
  }
  const json = jsonForm.exec(text)
  const value = json === null ? undefined : literal(json[3] as string)
  if (json !== null && isPlain(value)) {
    const path = (json[1] as string).match(/[A-Za-z0-9_]+/g) ?? []
    return succeed({ kind: 'json', path, operator: json[2] as Comparison, value, text })
  }
  return fail(`"${text}" is no expectation; write exit 0, /pattern/, !/pattern/ or $.path < 3`)
}

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
}

/** @returns a sentence about the first that does not hold, or null */
export function unmet(expectations: readonly Expectation[], { exitCode, stdout }: Ended): string | null {
  const aboutExit = expectations.some(({ kind }) => kind === 'exit')
  if (!aboutExit && exitCode !== 0) return `It ended with ${exitCode}, and not with 0.`
  for (const expectation of expectations) {
    const reason = reasonAgainst(expectation, exitCode, stdout)
    if (reason !== null) return reason
  }
  return null
}

function reasonAgainst(expectation: Expectation, exitCode: number | null, stdout: string): string | null {
  switch (expectation.kind) {
    case 'exit':
      return exitCode !== null && expectation.codes.includes(exitCode)
        ? null
        : `It ended with ${exitCode}, and not with ${expectation.codes.join(' or ')}.`
    case 'pattern': {
      if (expectation.pattern.test(stdout) === expectation.isWanted) return null
      return expectation.isWanted
        ? `Its answer does not match ${expectation.text}.`
        : `Its answer matches ${expectation.text.slice(1)}.`
    }
    case 'json': {
      const answer = parseJson(stdout)
      if (answer === undefined) return 'Its answer is no JSON.'
      const found = at(answer, expectation.path)
      if (compare(found, expectation.operator, expectation.value)) return null
      return `${expectation.text} was expected; found: ${JSON.stringify(found)?.slice(0, 200) ?? 'nothing'}.`
    }
  }
}

/** `length` of a list is the number of its entries. */
function at(value: unknown, path: readonly string[]): unknown {
  let current = value
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined
    current = (current as Readonly<Record<string, unknown>>)[key]
  }
  return current
}

function compare(found: unknown, operator: Comparison, value: string | number | boolean | null): boolean {
  if (operator === '==') return found === value
  if (operator === '!=') return found !== undefined && found !== value
  if (typeof found !== 'number' || typeof value !== 'number') return false
  if (operator === '<') return found < value
  if (operator === '<=') return found <= value
  return operator === '>' ? found > value : found >= value
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

/** JSON, or a text in single quotes: the double ones are those of the page. */
function literal(text: string): unknown {
  const quoted = /^'([^']*)'$/.exec(text)
  return quoted === null ? parseJson(text) : quoted[1]
}

/** Undefined when it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
