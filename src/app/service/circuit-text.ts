/** How people write the name of a circuit breaker: `repository:main/42`, `dependency:github/main`. */
import type { CircuitName } from '../../ports/circuit/circuit.ts'

export function circuitText({ kind, subject }: CircuitName): string {
  return `${kind}:${subject}`
}

/** @returns null when it is not such a name */
export function circuitName(text: string): CircuitName | null {
  const at = text.indexOf(':')
  const kind = text.slice(0, at)
  const subject = text.slice(at + 1)
  const isKind = kind === 'repository' || kind === 'dependency'
  return isKind && subject !== '' && subject.length <= 200 ? { kind, subject } : null
}
