/** The JSON body of a request, read field by field; what is of the wrong type is refused as GitHub refuses it. */
import { refuse } from './refusal.ts'

export interface Body {
  readonly raw: Readonly<Record<string, unknown>>
  text(name: string): string | undefined
  integer(name: string): number | undefined
  list(name: string): readonly unknown[] | undefined
  object(name: string): Body | undefined
  requiredText(name: string): string
}

export function readBody(value: unknown): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse(400, 'Body should be a JSON object')
  const raw = value as Readonly<Record<string, unknown>>
  const take = <Value>(
    name: string,
    isRight: (given: unknown) => given is Value,
    type: string,
  ): Value | undefined => {
    const given = raw[name]
    if (given === undefined || given === null) return undefined
    if (!isRight(given))
      throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(given)} is not ${type}.`)
    return given
  }
  const text = (name: string) => take(name, (given) => typeof given === 'string', 'a string')
  return {
    raw,
    text,
    integer: (name) => take(name, (given): given is number => Number.isInteger(given), 'an integer'),
    list: (name) => take(name, (given): given is readonly unknown[] => Array.isArray(given), 'an array'),
    object: (name) => {
      const inner = take(name, (given): given is object => typeof given === 'object', 'an object')
      return inner === undefined ? undefined : readBody(inner)
    },
    requiredText: (name) => {
      const given = text(name)
      if (given === undefined) throw invalidRequest(`"${name}" wasn't supplied.`)
      return given
    },
  }
}

export function invalidRequest(sentence: string) {
  return refuse(422, `Invalid request.\n\n${sentence}`)
}
