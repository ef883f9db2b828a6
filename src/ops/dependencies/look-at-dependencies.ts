/**
 * What the service needs and does not own, each looked at for itself and for no longer than its own bound: one that hangs
 * holds up nobody, and whoever asks while a look is under way gets that one.
 */
import type { Clock } from '../../ports/clock/clock.ts'
import type { Meter } from '../../ports/meter/meter.ts'

/** Without a `vital` one no webhook becomes a review. */
export type Criticality = 'vital' | 'component'

export interface DependencyCheck {
  /** As in `autogen_dependency_up`: `store`, `queue`, `github/main`, `dns`, `tls`, `notifier/ops`. */
  readonly name: string
  readonly criticality: Criticality
  readonly timeMsMax: number
  /** Rejects, or says in a sentence, when it is not well. */
  readonly look: (signal: AbortSignal) => Promise<DependencyFinding>
}

export type DependencyFinding =
  /** `note`: what is worth knowing of one that is well, e.g. that it limits us; null: nothing. */
  { readonly ok: true; readonly note: string | null } | { readonly ok: false; readonly reason: string }

export interface DependencyState {
  readonly name: string
  readonly criticality: Criticality
  readonly isUp: boolean
  /** One sentence; null when it is well and there is nothing to say. */
  readonly note: string | null
  readonly seconds: number
  /** Milliseconds since the epoch. */
  readonly lookedAt: number
}

export interface LookParts {
  readonly checks: readonly DependencyCheck[]
  readonly clock: Clock
  /** Milliseconds that pass, for durations. */
  readonly elapsedMs: () => number
  readonly meter: Meter
}

/** Never rejects; resolves within the longest bound of the checks. */
export type LookAtDependencies = () => Promise<readonly DependencyState[]>

const noteCharactersMax = 300

export function createLookAtDependencies({ checks, clock, elapsedMs, meter }: LookParts): LookAtDependencies {
  let underWay: Promise<readonly DependencyState[]> | null = null

  async function lookAt(check: DependencyCheck): Promise<DependencyState> {
    const { name, criticality } = check
    const began = elapsedMs()
    const finding = await boundedLook(check)
    const seconds = (elapsedMs() - began) / 1000
    meter.set('autogen_dependency_up', finding.ok ? 1 : 0, { dependency: name, criticality })
    meter.set('autogen_dependency_check_seconds', seconds, { dependency: name })
    const words = finding.ok ? finding.note : finding.reason
    const note = words === null ? null : words.slice(0, noteCharactersMax)
    return { name, criticality, isUp: finding.ok, note, seconds, lookedAt: clock.now() }
  }

  return () => {
    underWay ??= Promise.all(checks.map(lookAt)).finally(() => {
      underWay = null
    })
    return underWay
  }
}

async function boundedLook({ look, timeMsMax }: DependencyCheck): Promise<DependencyFinding> {
  const end = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<DependencyFinding>((resolve) => {
    timer = setTimeout(() => {
      resolve({ ok: false, reason: `No answer within ${timeMsMax / 1000} s.` })
      end.abort()
    }, timeMsMax)
  })
  const looked = look(end.signal).catch((error: unknown) => ({ ok: false, reason: wordsOf(error) }) as const)
  try {
    return await Promise.race([looked, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(error)
}
