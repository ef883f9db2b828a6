/** Webhooks ready to be sent: real ones of GitHub's, on many pull requests, each of the size of an average one. */
import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'

export const webhookSecret = 'a secret for measuring'
export const appId = 4711
export const webhookPath = '/webhook'

export interface PreparedBody {
  readonly body: Buffer
  readonly signature: string
}

const bytes = 21_000

interface Example {
  readonly action?: string
  readonly installation?: unknown
  readonly number?: number
}

export function preparedBodies(count: number): readonly PreparedBody[] {
  const load = createRequire(import.meta.url)
  const examples = load('@octokit/webhooks-examples') as readonly {
    readonly name: string
    readonly examples: readonly Example[]
  }[]
  const pulls = examples.find(({ name }) => name === 'pull_request')?.examples ?? []
  const opened = pulls.find(({ action, installation }) => action === 'opened' && installation !== undefined)
  if (opened === undefined) throw new Error('there is no example of a pull request that was opened')
  return Array.from({ length: count }, (_, at) => prepare(opened, at + 1))
}

function prepare(example: Example, number: number): PreparedBody {
  const payload = structuredClone(example) as Example & { pull_request: { number: number; body: string } }
  Object.assign(payload, { number })
  payload.pull_request.number = number
  payload.pull_request.body = ''
  const missing = bytes - Buffer.byteLength(JSON.stringify(payload))
  payload.pull_request.body = 'What this changes, and why. '.repeat(1_000).slice(0, Math.max(0, missing))
  const body = Buffer.from(JSON.stringify(payload))
  const signature = `sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}`
  return { body, signature }
}
