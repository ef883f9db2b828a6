/**
 * A model on this machine that follows a script: it speaks the wire formats of the providers, is strict about requests
 * as they are, and answers from a scenario file, the same in every run. It understands nothing; who shows it to people
 * has to say so.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { readScenario } from './scenario/read-scenario.ts'
import type { ScenarioText } from './scenario/scenario.ts'
import { type Answered, answerRequest, playOf } from './server/answer-request.ts'
import { type AskedRequest, createAskedRequests, type Which } from './server/asked-requests.ts'
import { send } from './server/send.ts'
import type { WireAnswer } from './wire/question.ts'
import { createUsageMeter } from './wire/usage.ts'

export interface ScriptedModelOptions {
  /** A file, or what would stand in one. */
  readonly scenario: string | ScenarioText
  /** 0: a free one. */
  readonly port?: number
}

export interface ScriptedModel {
  readonly url: string
  /** What a provider of each kind is given as its address. */
  readonly urls: Readonly<Record<'openai' | 'anthropic' | 'google' | 'bedrock' | 'compatible', string>>
  /** All that was asked, the oldest first. */
  readonly requests: readonly AskedRequest[]
  waitFor(which: Which, timeMs?: number): Promise<AskedRequest>
  /** Requests from now on that `which` is true of (all, when absent) are not answered until `release`. */
  hold(which?: Which): void
  release(): void
  /** Counts begin anew; `requests` stay. */
  setScenario(scenario: string | ScenarioText): Promise<void>
  close(): Promise<void>
}

const bodyBytesMax = 32 * 1024 * 1024

export async function startScriptedModel({
  scenario,
  port = 0,
}: ScriptedModelOptions): Promise<ScriptedModel> {
  const asked = createAskedRequests()
  const meter = createUsageMeter()
  const nextId = createIds()
  let play = playOf(await readScenario(scenario))
  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(500).end(`the scripted model has a bug: ${String(error)}`)
    })
  })

  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const gone = new AbortController()
    outgoing.once('close', () => gone.abort())
    const text = await readText(incoming)
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost')
    const headers = headersOf(incoming)
    const answered =
      incoming.method === 'POST' ? answerRequest({ path: pathname, headers, text }, play, meter) : null
    if (answered === null) {
      outgoing.writeHead(404, { 'content-type': 'application/json' })
      outgoing.end(JSON.stringify({ error: { message: `no model is asked at ${pathname}` } }))
      return
    }
    const note: { state: ReturnType<AskedRequest['state']> } = { state: 'sending' }
    const request = requestOf(answered, headers, asked.all.length + 1, () => note.state)
    if (asked.isHeld(request)) note.state = 'held'
    const passes = asked.passes(request)
    asked.add(request)
    await Promise.race([passes, aborted(gone.signal)])
    const isSent = await send(outgoing, wireAnswer(answered, nextId), answered.sending, gone.signal)
    note.state = isSent ? 'answered' : 'gone'
    asked.changed()
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    urls: {
      openai: `${url}/openai/v1`,
      anthropic: `${url}/anthropic/v1`,
      google: `${url}/google/v1beta`,
      bedrock: `${url}/bedrock`,
      compatible: `${url}/compatible/v1`,
    },
    requests: asked.all,
    waitFor: asked.waitFor,
    hold: asked.hold,
    release: asked.release,
    setScenario: async (next) => {
      play = playOf(await readScenario(next))
    },
    close: () =>
      new Promise((resolve) => {
        asked.release()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function wireAnswer(
  { format, question, reply, usage }: Answered,
  nextId: (prefix: string) => string,
): WireAnswer {
  if (reply.kind === 'failure') return format.fail(reply.failure)
  const spent = usage ?? { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 }
  return { status: 200, headers: {}, body: format.render(question, reply, spent, nextId) }
}

function requestOf(
  { question, prompt, attempt, deed, reply, usage }: Answered,
  headers: Readonly<Record<string, string>>,
  number: number,
  state: AskedRequest['state'],
): AskedRequest {
  const { wire, model, system, turns, tools } = question
  const masked = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, maskKey(name, value)]),
  )
  const { purpose } = prompt
  return {
    number,
    wire,
    model,
    purpose,
    system,
    turns,
    prompt,
    tools,
    headers: masked,
    attempt,
    deed,
    reply,
    usage,
    state,
  }
}

function maskKey(name: string, value: string): string {
  return /authorization|key|token/.test(name) ? value.replace(/\S+$/, '***') : value
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= bodyBytesMax) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Names that look like the providers' and are the same in every run. */
function createIds(): (prefix: string) => string {
  let count = 0
  return (prefix) => {
    count += 1
    return `${prefix}_${String(count).padStart(6, '0')}`
  }
}

if (import.meta.main) await runAsProgram()

/** `node sim/model/scripted-model.ts --scenario FILE --port N`: one line with its address, then until it is ended. */
async function runAsProgram(): Promise<void> {
  const { values } = parseArgs({
    options: { scenario: { type: 'string' }, port: { type: 'string', default: '0' } },
  })
  const scenario = values.scenario ?? new URL('scenarios/default.yaml', import.meta.url).pathname
  const model = await startScriptedModel({ scenario, port: Number(values.port) })
  process.stdout.write(`the scripted model listens at ${model.url}\n`)
  const end = () => void model.close().then(() => process.exit(0))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
