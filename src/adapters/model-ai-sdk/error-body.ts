/** What the body of a provider's error says. Of a longer body only its error is looked at: the rest may repeat a prompt. */
import type { APICallError } from 'ai'

export interface ErrorBody {
  /** The error as text, with its codes: to look for the words that providers use. */
  readonly text: string
  /** Its sentence for people; '' when there is none. */
  readonly message: string
  /** The status that an answer has within it, though it came with 200; null: it speaks of no error. */
  readonly status: number | null
}

const textMax = 8_000

export function errorBodyOf({ responseBody }: APICallError): ErrorBody {
  // The library's type says text; for some answers it hands on what it has parsed.
  const body: unknown = typeof responseBody === 'string' ? parsed(responseBody) : responseBody
  if (!isRecord(body))
    return { text: String(responseBody ?? '').slice(0, textMax), message: '', status: null }
  const error = body.error ?? body
  const said = isRecord(body.error) ? body.error.code : null
  const code = typeof said === 'number' || typeof said === 'string' ? Number(said) : Number.NaN
  const message = [isRecord(error) ? error.message : error, body.message].find(
    (one) => typeof one === 'string',
  )
  const status = isRecord(body.error) ? (code >= 400 && code < 600 ? code : 400) : null
  return { text: JSON.stringify(error).slice(0, textMax), message: message ?? '', status }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
