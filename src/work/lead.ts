/**
 * One process leads: it does what must be done once and not by everybody. Whoever leads does each duty on its own
 * interval; when the leader dies another takes over within seconds.
 */
import type { Log } from '../ports/log/log.ts'
import type { Meter } from '../ports/meter/meter.ts'
import type { Leadership, Term } from '../ports/store/leadership.ts'
import { StoreUnavailable } from '../ports/store/store-unavailable.ts'

export interface Duty {
  readonly name: string
  /** From the end of one run to the beginning of the next. */
  readonly everyMs: number
  readonly run: (signal: AbortSignal) => Promise<void>
}

export interface LeadParts {
  readonly leadership: Leadership
  readonly holder: string
  readonly duties: readonly Duty[]
  /** Between two tries to become the leader. */
  readonly tryEveryMs: number
  /** Called when this process begins to lead, and when it has ended. */
  readonly onTerm?: (isLeading: boolean) => void
  readonly log: Log
  readonly meter: Meter
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Runs until `signal` is aborted; then resigns, after the duties that run have ended. Never rejects. */
export async function lead(parts: LeadParts, signal: AbortSignal): Promise<void> {
  const { leadership, holder, log, meter, tryEveryMs, pause } = parts
  while (!signal.aborted) {
    const term = await leadership.take(holder).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'leadership could not be asked for')
      return null
    })
    if (term !== null) {
      log.info({ holder }, 'leading')
      meter.set('autogen_leader', 1)
      parts.onTerm?.(true)
      await serveTerm(parts, term, signal)
      parts.onTerm?.(false)
      meter.set('autogen_leader', 0)
      log.info({ holder }, 'no longer leading')
    }
    await pause(tryEveryMs, signal)
  }
}

async function serveTerm({ duties, log, pause }: LeadParts, term: Term, signal: AbortSignal): Promise<void> {
  const during = AbortSignal.any([signal, term.signal])
  await Promise.all(
    duties.map(async (duty) => {
      while (!during.aborted) {
        await duty.run(during).catch((error: unknown) => {
          if (error instanceof StoreUnavailable)
            log.warn({ duty: duty.name, reason: error.message }, 'duty waits for the store')
          else if (!during.aborted) log.error({ duty: duty.name, err: error }, 'duty failed')
        })
        await pause(duty.everyMs, during)
      }
    }),
  )
  await term.resign().catch((error: unknown) => {
    log.warn({ error: String(error) }, 'leadership could not be given back')
  })
}
