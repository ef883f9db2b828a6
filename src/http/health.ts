/** What the service depends on, each part asked for itself, within bounds and not more often than it is worth. */
import type { Clock } from '../ports/clock/clock.ts'

export interface HealthPart {
  readonly name: string
  /** A part without which the service cannot do its job makes it unhealthy; another one is shown as degraded. */
  readonly isVital: boolean
  /** Resolves when it can do its work; rejects, or says why in a sentence, when it cannot. */
  check(): Promise<HealthFinding>
}

export type HealthFinding = { readonly ok: true } | { readonly ok: false; readonly reason: string }

export interface Health {
  readonly status: 'ok' | 'degraded' | 'failing'
  readonly parts: Readonly<
    Record<string, { readonly status: 'ok' | 'degraded' | 'failing'; readonly reason?: string }>
  >
}

export interface HealthParts {
  readonly parts: readonly HealthPart[]
  readonly clock: Clock
  readonly timeMsMax?: number
  /** Whoever asks sooner again gets the same answer: asking is open to the world. */
  readonly keptMs?: number
}

const reasonCharactersMax = 300

export function createHealth({
  parts,
  clock,
  timeMsMax = 2_000,
  keptMs = 500,
}: HealthParts): () => Promise<Health> {
  let kept: { readonly at: number; readonly health: Promise<Health> } | null = null
  return () => {
    const now = clock.now()
    if (kept === null || now - kept.at >= keptMs || now < kept.at) {
      kept = { at: now, health: askAll(parts, timeMsMax) }
    }
    return kept.health
  }
}

async function askAll(parts: readonly HealthPart[], timeMsMax: number): Promise<Health> {
  const asked = await Promise.all(
    parts.map(async (part) => {
      const finding = await ask(part, timeMsMax)
      if (finding.ok) return [part.name, { status: 'ok' }] as const
      const status = part.isVital ? 'failing' : 'degraded'
      return [part.name, { status, reason: finding.reason.slice(0, reasonCharactersMax) }] as const
    }),
  )
  const worst = (['failing', 'degraded'] as const).find((status) =>
    asked.some(([, part]) => part.status === status),
  )
  return { status: worst ?? 'ok', parts: Object.fromEntries(asked) }
}

async function ask(part: HealthPart, timeMsMax: number): Promise<HealthFinding> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<HealthFinding>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, reason: `No answer within ${timeMsMax} ms.` }), timeMsMax)
  })
  try {
    return await Promise.race([part.check(), tooLate])
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}
