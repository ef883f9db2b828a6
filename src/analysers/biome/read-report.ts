/**
 * What `biome lint --reporter=json` prints, as far as it is used. Anything else is an error: the caller then asks again,
 * file by file. Checked by hand, because this module is loaded on every start and a schema library costs more than the rest.
 */
export interface Place {
  /** From 1. */
  readonly line: number
  /** From 1, in code points. */
  readonly column: number
}

export interface Diagnostic {
  /** `lint/group/name`, `parse`, or what went wrong with the file. */
  readonly category: string
  readonly path: string
  readonly start: Place
  readonly end: Place
}

/** Reports of rules. Texts that Biome cannot parse, or parses in part, are left to the analysers that know the syntax better. */
export function readReport(stdout: string): readonly Diagnostic[] {
  const { diagnostics, summary } = recordOf(JSON.parse(stdout))
  if (recordOf(summary).diagnosticsNotPrinted !== 0) throw unexpected('diagnostics were left out')
  return listOf(diagnostics).map(recordOf).filter(isOfRule).map(diagnosticOf)
}

function isOfRule({ category }: Readonly<Record<string, unknown>>): boolean {
  if (typeof category !== 'string') throw unexpected('category')
  if (category.startsWith('internalError')) throw unexpected(category)
  return category.startsWith('lint/')
}

function diagnosticOf(value: Readonly<Record<string, unknown>>): Diagnostic {
  const { path, start, end } = recordOf(value.location)
  if (typeof value.category !== 'string' || typeof path !== 'string') throw unexpected('location')
  return { category: value.category, path, start: placeOf(start), end: placeOf(end) }
}

function placeOf(value: unknown): Place {
  const { line, column } = recordOf(value)
  if (typeof line !== 'number' || typeof column !== 'number') throw unexpected('place')
  return { line, column }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected('record')
  return value as Readonly<Record<string, unknown>>
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unexpected('list')
  return value
}

function unexpected(place: string): Error {
  return new Error(`Biome printed something else than its report: ${place}`)
}
