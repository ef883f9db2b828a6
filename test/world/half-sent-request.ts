/** A request that the server has begun to read and that has not come to its end. */
import { once } from 'node:events'
import { request } from 'node:http'

export interface HalfSentRequest {
  /** Sends the rest. @returns the status of the answer */
  finish(): Promise<number>
}

export async function openHalfSentRequest(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<HalfSentRequest> {
  const length = Buffer.byteLength(body)
  // The server answers `100 Continue` once it has read the head: then it knows of the request.
  const outgoing = request(url, {
    method: 'POST',
    agent: false,
    headers: { ...headers, 'content-length': String(length), expect: '100-continue' },
  })
  outgoing.flushHeaders()
  await once(outgoing, 'continue')
  outgoing.write(body.slice(0, length / 2))
  return {
    finish: async () => {
      const answered = once(outgoing, 'response')
      outgoing.end(body.slice(length / 2))
      const [answer] = await answered
      answer.resume()
      return answer.statusCode
    },
  }
}
