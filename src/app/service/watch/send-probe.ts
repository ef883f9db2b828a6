/** A request of this process to its own port: over a real socket, each time a new one. */
import { request as httpRequest } from 'node:http'
import type { ProbeRequest, SendProbe } from '../../../ops/probe/probe.ts'

/** @param url where the process listens */
export function sendProbeTo(url: string): SendProbe {
  const target = new URL(url)
  return (probe, timeMsMax) => post(target, probe, timeMsMax)
}

function post(target: URL, { path, headers, body }: ProbeRequest, timeMsMax: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeMsMax)
    const request = httpRequest(
      {
        host: reachable(target.hostname),
        port: target.port,
        path,
        method: 'POST',
        // A connection that is kept would not show that no new one can be made.
        agent: false,
        headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
        signal,
      },
      (answer) => {
        answer.resume()
        answer.once('end', () => resolve(answer.statusCode ?? 0))
        answer.once('error', reject)
      },
    )
    request.once('error', (error) =>
      reject(signal.aborted ? new Error(`No answer within ${timeMsMax / 1000} s.`) : error),
    )
    request.end(body)
  })
}

/** Whoever listens everywhere is reached on the loopback. */
function reachable(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '')
  if (bare === '0.0.0.0') return '127.0.0.1'
  return bare === '::' ? '::1' : bare
}
