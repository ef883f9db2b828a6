/** What is wrong with a configuration file, in a form that a pull request can show and an author can act on. */

export interface ConfigProblem {
  /** The file, as given to the parser. */
  readonly name: string
  /** From 1, of the key or value that is wrong. */
  readonly line: number
  readonly column: number
  /** Where in the file, e.g. `limits.filesMax` or `instructions[0].text`; empty for the file as a whole. */
  readonly key: string
  /** What is wrong and how to mend it: two phrases, no full stop. */
  readonly wrong: string
  readonly mend: string
  /** What the author most likely meant; null when nothing comes near. */
  readonly nearest: string | null
  /** All of it but the place, in one line. It quotes the file: whoever prints it makes it printable. */
  readonly message: string
}

export function configProblem(facts: Omit<ConfigProblem, 'message'>): ConfigProblem {
  const key = facts.key === '' ? '' : `${facts.key}: `
  const hint = facts.nearest === null ? facts.mend : `did you mean \`${facts.nearest}\`?`
  return { ...facts, message: `${key}${facts.wrong} - ${hint}` }
}

/** With its place in front. */
export function describeConfigProblem(problem: ConfigProblem): string {
  return `${problem.name}:${problem.line}:${problem.column}: ${problem.message}`
}

const plainKey = /^[A-Za-z_][\w-]*$/

export function keyPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    const name = String(part)
    if (!plainKey.test(name)) return `${text}[${JSON.stringify(name)}]`
    return text === '' ? name : `${text}.${name}`
  }, '')
}
