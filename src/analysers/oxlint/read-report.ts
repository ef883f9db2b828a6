/**
 * What `oxlint --format json` prints, as far as it is used. Anything else is an error: the caller then asks again, file
 * by file. Checked by hand, because this module is loaded on every start and a schema library costs more than the rest.
 */
export interface Span {
  /** In bytes of UTF-8, from 0. */
  readonly offset: number
  readonly length: number
}

export interface Diagnostic {
  readonly message: string
  /** Null when the parser speaks, not a rule. */
  readonly code: string | null
  readonly filename: string
  readonly spans: readonly Span[]
}

export function readReport(stdout: string): readonly Diagnostic[] {
  const { diagnostics, number_of_files: files } = recordOf(JSON.parse(stdout))
  if (typeof files !== 'number') throw unexpected('number_of_files')
  return listOf(diagnostics).map(diagnosticOf)
}

function diagnosticOf(value: unknown): Diagnostic {
  const { message, code, filename, labels } = recordOf(value)
  if (typeof message !== 'string' || typeof filename !== 'string') throw unexpected('diagnostic')
  if (code !== undefined && typeof code !== 'string') throw unexpected('code')
  return { message, code: code ?? null, filename, spans: listOf(labels).map(spanOf) }
}

function spanOf(label: unknown): Span {
  const { offset, length } = recordOf(recordOf(label).span)
  if (typeof offset !== 'number' || typeof length !== 'number') throw unexpected('span')
  return { offset, length }
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
  return new Error(`oxlint printed something else than its report: ${place}`)
}
