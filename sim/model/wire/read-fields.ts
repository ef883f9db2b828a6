/** Takes fields out of a request's body, and refuses in a sentence what is not there. */
import { isObject } from './check-schema.ts'
import { BadRequest } from './question.ts'

export type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown, where: string): Fields {
  if (!isObject(value)) throw new BadRequest(`${where} must be an object`)
  return value
}

export function listOf(value: unknown, where: string): readonly Fields[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new BadRequest(`${where} must be an array`)
  return value.map((one, index) => fieldsOf(one, `${where}[${index}]`))
}

export function textOf(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new BadRequest(`${where} must be a string`)
  return value
}

export function countOf(value: unknown, where: string): number | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw new BadRequest(`${where} must be an integer of at least 1`)
  }
  return value
}

/** A text, or a list of parts that each have a text. */
export function contentText(value: unknown, where: string): string {
  if (typeof value === 'string') return value
  return listOf(value, where)
    .map((part, index) => textOf(part.text, `${where}[${index}].text`))
    .join('\n')
}

export function refuseStreaming(body: Fields): void {
  if (body.stream === true) throw new BadRequest('stream: this server does not stream')
}

/** Null when it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
