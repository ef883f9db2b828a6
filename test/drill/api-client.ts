/** The service's HTTP API, as a responder's script uses it. */
import type { Incident } from '../../src/domain/incident/incident.ts'
import type { JournalEntry } from '../../src/domain/journal/journal-entry.ts'

export interface ApiClient {
  /** Null: no answer, or one that says that it cannot be answered now. */
  get<Answer>(path: string): Promise<Answer | null>
  post<Answer>(path: string, body: unknown): Promise<Answer | null>
}

export interface AlertStanding {
  readonly alert: string
  readonly severity: string
  readonly page: string
  readonly state: 'inactive' | 'pending' | 'firing'
}

export interface IncidentView {
  readonly incident: Incident
  readonly timeline: readonly JournalEntry[]
  readonly next: readonly string[]
}

export interface RunbookStep {
  readonly id: string
  readonly kind: 'read' | 'change' | 'destroy'
  readonly section: string
  /** The step that takes it back. */
  readonly undo: string | null
  readonly parameters: readonly unknown[]
  readonly needs: readonly string[]
}

export interface StepRun {
  readonly report: { readonly result: { readonly verdict: string; readonly reason: string | null } } | null
}

const askMsMax = 25_000

export function createApiClient(url: string, token: string): ApiClient {
  async function ask<Answer>(path: string, init: RequestInit): Promise<Answer | null> {
    try {
      const answer = await fetch(`${url}/api/v1${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(askMsMax),
      })
      return answer.ok ? ((await answer.json()) as Answer) : null
    } catch {
      // A service without its store does not answer; the drill waits for what it does when it can.
      return null
    }
  }
  return {
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  }
}
