/** Runs a line inside a process through its debugger: how a fault gets into a service that has no doors for faults. */
import { once } from 'node:events'

/** @param url as the process prints it: `ws://127.0.0.1:PORT/ID` */
export async function evaluateInside(url: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(url)
  try {
    await once(socket, 'open')
    socket.send(
      JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }),
    )
    for (;;) {
      const [event] = (await once(socket, 'message')) as [{ readonly data: string }]
      const answer = JSON.parse(event.data) as {
        readonly id?: number
        readonly result?: {
          readonly result?: { readonly value?: unknown }
          readonly exceptionDetails?: unknown
        }
      }
      if (answer.id !== 1) continue
      if (answer.result?.exceptionDetails !== undefined) {
        throw new Error(
          `The line failed inside the process: ${JSON.stringify(answer.result.exceptionDetails)}`,
        )
      }
      return answer.result?.result?.value
    }
  } finally {
    socket.close()
  }
}

/** The address in the words with which Node announces its debugger; null for other words. */
export function inspectorUrlIn(line: string): string | null {
  return /Debugger listening on (ws:\/\/\S+)/.exec(line)?.[1] ?? null
}
