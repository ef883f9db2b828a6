/** Mitigations that are done once: nothing stays switched. */
import { assertNever } from '../../domain/assert-never.ts'
import type { SingleMitigation } from '../../domain/operations/mitigation.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { TargetFailure } from '../../ports/releases/releases.ts'
import { mitigationWords } from './mitigation-words.ts'
import type { MitigationDone, MitigationFailure, MitigationParts, MitigationRequest } from './mitigations.ts'

type SingleRequest = MitigationRequest & { readonly mitigation: SingleMitigation }
type Done = Outcome<{ readonly note: string }, MitigationFailure>

const targetMsMax = 60_000

/** First that it is tried, then what came of it: a try that ends this process is known as well. */
export async function carryOutOnce(
  parts: MitigationParts,
  request: SingleRequest,
): Promise<Outcome<MitigationDone, MitigationFailure>> {
  const { journal, clock } = parts
  const { mitigation, actor, reason, incident } = request
  const about = mitigation.kind === 'page-more' ? mitigation.incident : incident
  const action = `mitigation.${mitigation.kind}`
  const subject = mitigationWords(mitigation)
  const entryOf = (action: string, detail: Readonly<Record<string, unknown>>) =>
    journal.append({ at: clock.now(), actor, action, subject, incident: about, detail })
  const { sequence } = await entryOf(action, { reason, mitigation, undo: null })
  const done = await carry(parts, request)
  if (done.ok) {
    await entryOf(`${action}.done`, { of: sequence, note: done.value.note })
    return succeed({ entry: sequence, undo: null, note: done.value.note })
  }
  await entryOf(`${action}.failed`, { of: sequence, why: done.failure.kind, message: done.failure.message })
  return done
}

async function carry(parts: MitigationParts, { mitigation, actor, reason }: SingleRequest): Promise<Done> {
  switch (mitigation.kind) {
    case 'reset-breaker':
      return (await parts.resetBreaker(mitigation.breaker))
        ? succeed({ note: 'Closed: the next job goes through.' })
        : fail({
            kind: 'unknown',
            message: `There is no breaker ${mitigation.breaker}.`,
            remedy: 'See "autogen-bot circuit list".',
          })
    case 'page-more':
      return parts.pageMore({ incident: mitigation.incident, actor, reason })
    case 'rollback': {
      const { releases } = parts
      if (releases === null) return fail(noTarget('releases'))
      const rolled = await releases.rollBack(mitigation.to, AbortSignal.timeout(targetMsMax))
      if (!rolled.ok) return fail(failureOf(rolled.failure))
      return succeed({
        note: `${releases.description} goes from ${rolled.value.from} to ${rolled.value.to}.`,
      })
    }
    case 'scale': {
      const { scaling } = parts
      if (scaling === null) return fail(noTarget('workers'))
      const scaled = await scaling.scale(mitigation.workers, AbortSignal.timeout(targetMsMax))
      if (!scaled.ok) return fail(failureOf(scaled.failure))
      const { before, after } = scaled.value
      return succeed({ note: `${scaling.description} goes from ${before} to ${after} workers.` })
    }
    default:
      return assertNever(mitigation)
  }
}

function noTarget(what: 'releases' | 'workers'): MitigationFailure {
  return {
    kind: 'not-configured',
    message:
      what === 'releases'
        ? 'This service does not know what it is released with: nothing was rolled back.'
        : 'This service does not know what starts its workers: nothing was scaled.',
    remedy:
      what === 'releases'
        ? 'Roll back with the tool that deployed it; docs/runbook/deployment.md tells how.'
        : 'Start or stop worker processes yourself, or use "autogen-bot mitigate concurrency"; docs/runbook/scaling.md tells how.',
  }
}

function failureOf({ kind, message, remedy }: TargetFailure): MitigationFailure {
  return { kind: kind === 'unknown-release' ? 'unknown' : kind, message, remedy }
}
