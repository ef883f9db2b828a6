/** The claims that a prompt brings along as JSON in its last block of them. */
import type { Prompt } from '../prompt/prompt.ts'
import { isObject } from '../wire/check-schema.ts'

export interface ToldClaim {
  /** `c1` of the coder, `r1` of the reviewer. */
  readonly id: string
  /** The key of the outermost object under which it stands, e.g. `refuted`; '' for a bare list. */
  readonly group: string
  readonly title: string
  readonly path: string
  readonly side: 'RIGHT' | 'LEFT'
  readonly line: number
  readonly endLine: number
  readonly quote: string
  readonly all: Readonly<Record<string, unknown>>
}

export function readClaims({ blocks }: Prompt): readonly ToldClaim[] {
  const last = blocks.findLast(({ kind }) => kind === 'claims')
  const value = last === undefined ? [] : jsonOf(last.text)
  const found = isObject(value)
    ? Object.entries(value).flatMap(([group, inside]) => claimsIn(inside, group))
    : claimsIn(value, '')
  return [...new Map(found.map((claim) => [claim.id, claim])).values()]
}

/** One value, or one a line. */
export function jsonOf(text: string): unknown {
  const whole = parseJson(text)
  return whole === undefined ? text.split('\n').flatMap((line) => parseJson(line) ?? []) : whole
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function claimsIn(value: unknown, group: string): readonly ToldClaim[] {
  if (Array.isArray(value)) return value.flatMap((one) => claimsIn(one, group))
  if (!isObject(value)) return []
  const id = value.id ?? value.claim
  if (typeof id !== 'string' || !/^[a-z]{1,2}\d+$/.test(id)) {
    return Object.values(value).flatMap((one) => claimsIn(one, group))
  }
  return [
    {
      id,
      group,
      title: text(value.title),
      path: text(value.path),
      side: value.side === 'LEFT' ? 'LEFT' : 'RIGHT',
      line: number(value.line),
      endLine: number(value.endLine ?? value.line),
      quote: text(value.quote),
      all: value,
    },
  ]
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 1
}
