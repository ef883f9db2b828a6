/**
 * The synthetic probe: a webhook of our own, sent to this process through its own port, signed, checked, committed to
 * the inbox and answered like any other. What it finds is what a webhook of the host would meet now. It leads to no job,
 * and its row is removed again.
 */
import { createHmac } from 'node:crypto'
import { probeApp } from '../../domain/delivery/probe-app.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Meter } from '../../ports/meter/meter.ts'
import type { Inbox } from '../../ports/store/inbox.ts'

/** Sends a request to this process; rejects when no answer comes in time. @returns the status */
export type SendProbe = (request: ProbeRequest, timeMsMax: number) => Promise<number>

export interface ProbeRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface ProbeParts {
  /** Made when this process began and known to nobody else: nobody can send what passes for a probe. */
  readonly secret: string
  readonly send: SendProbe
  readonly inbox: Pick<Inbox, 'removeProbes'>
  readonly nextGuid: () => string
  /** Milliseconds that pass. */
  readonly elapsedMs: () => number
  readonly log: Log
  readonly meter: Meter
}

export interface ProbeResult {
  readonly ok: boolean
  readonly seconds: number
  /** Why it failed, in a sentence. */
  readonly reason: string | null
}

/** As long as the host waits. */
const timeMsMax = 10_000
const event = 'synthetic_probe'

/** Each call sends one. Never rejects. */
export function createProbe(parts: ProbeParts): () => Promise<ProbeResult> {
  const { elapsedMs, inbox, log, meter } = parts
  let isWell = true
  return async () => {
    const began = elapsedMs()
    const reason = await send(parts)
    const seconds = (elapsedMs() - began) / 1000
    const ok = reason === null
    meter.set('autogen_probe_success', ok ? 1 : 0)
    meter.set('autogen_probe_duration_seconds', seconds)
    meter.count('autogen_probes_total', { result: ok ? 'ok' : 'failed' })
    if (!ok) log.warn({ reason, seconds }, 'synthetic webhook failed')
    else if (!isWell) log.info({ seconds }, 'synthetic webhook goes through again')
    isWell = ok
    // Also what earlier ones, and other processes, could not remove.
    await inbox.removeProbes().catch((error: unknown) => {
      log.debug({ reason: String(error) }, 'rows of synthetic webhooks could not be removed')
    })
    return { ok, seconds, reason }
  }
}

/** @returns why it failed; null when it went through */
async function send({ secret, nextGuid, send: give }: ProbeParts): Promise<string | null> {
  const guid = nextGuid()
  const body = JSON.stringify({ probe: guid })
  const request: ProbeRequest = {
    path: `/webhook/${probeApp}`,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': guid,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  }
  try {
    const status = await give(request, timeMsMax)
    return status === 202 ? null : `It was answered ${status}.`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
