/**
 * What was to be seen when an incident began (R30, R31, R34, R35), kept before it is gone. Every probe has its own bound,
 * and all of them are there within ten seconds of the opening; what does not answer is noted, and keeps nobody waiting.
 */
import { createHash } from 'node:crypto'
import type { Incident } from '../../domain/incident/incident.ts'
import type { EvidenceBundle, ProbeAnswer } from '../../ports/store/incidents.ts'

export interface EvidenceProbe {
  /** `health`, `errors`, `dependencies` and `changes` meet clocks; see `phase-clocks.ts`. */
  readonly name: string
  readonly timeMsMax: number
  /** JSON. Rejects when there is nothing to be seen. */
  collect(signal: AbortSignal, incident: Incident): Promise<unknown>
}

export interface EvidenceParts {
  readonly probes: readonly EvidenceProbe[]
  /** Known secrets, and what looks like one, out of a text. */
  readonly redact: (text: string) => string
  /** Milliseconds that pass: how long a probe takes is real, also in a drill. */
  readonly elapsedMs: () => number
  /** For all of them, and with that for each. Default: `bundleMsMax`. */
  readonly timeMsMax?: number
}

/** With the two seconds until the leader looks, and the writing, it is less than ten. */
export const bundleMsMax = 7_500
const charactersMax = 16_000
const reasonCharactersMax = 500

export async function collectEvidence(
  { probes, redact, elapsedMs, timeMsMax = bundleMsMax }: EvidenceParts,
  incident: Incident,
  collectedAt: number,
): Promise<EvidenceBundle> {
  const answers = await Promise.all(
    probes.map(async (probe): Promise<ProbeAnswer> => {
      const began = elapsedMs()
      const { result, seen } = await ask(probe, incident, redact, timeMsMax)
      return { name: probe.name, result, tookMs: Math.round(elapsedMs() - began), seen }
    }),
  )
  return {
    incident: incident.id,
    collectedAt,
    digest: createHash('sha256').update(JSON.stringify(answers)).digest('hex'),
    probes: answers,
  }
}

type Asked = Pick<ProbeAnswer, 'result' | 'seen'>

async function ask(
  { timeMsMax, collect }: EvidenceProbe,
  incident: Incident,
  redact: EvidenceParts['redact'],
  leftMs: number,
): Promise<Asked> {
  const boundMs = Math.min(timeMsMax, leftMs)
  const end = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<Asked>((resolve) => {
    timer = setTimeout(() => {
      resolve({ result: 'late', seen: `No answer within ${boundMs / 1000} s.` })
      end.abort()
    }, boundMs)
  })
  const asked = (async (): Promise<Asked> => {
    try {
      return { result: 'answered', seen: boundSeen(await collect(end.signal, incident), redact) }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { result: 'failed', seen: redact(reason).slice(0, reasonCharactersMax) }
    }
  })()
  try {
    return await Promise.race([asked, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** Redacted in every text, by itself, because a text within JSON is written in another way. */
function boundSeen(seen: unknown, redact: EvidenceParts['redact']): unknown {
  const clean = JSON.stringify(seen ?? null, (_, value: unknown) =>
    typeof value === 'string' ? redact(value) : value,
  )
  if (clean.length <= charactersMax) return JSON.parse(clean)
  return { cut: true, beginning: clean.slice(0, charactersMax) }
}
