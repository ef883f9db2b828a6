/** Answers read requests from standard input on standard output, one after the other. */
import { fileURLToPath } from 'node:url'
import type { AnalysedText, TextAnalyser } from '../analyser.ts'
import { linesOf, sayLine } from './lines.ts'
import type { HostAnswer, ReadRequest } from './protocol.ts'
import { type Watch, watchReaches } from './watch-reaches.ts'

type Observe = Awaited<ReturnType<TextAnalyser['open']>>

const installFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
const opened = new Map<string, Observe>()

/** Ends when standard input does. */
export async function serve(analysers: readonly TextAnalyser[]): Promise<void> {
  // Libraries that print would break the lines; their words go where nobody reads them.
  console.log = console.error
  console.info = console.error
  let reading = ''
  const watch = watchReaches(installFolder, (what) =>
    answer({ kind: 'reached-out', analyser: reading, what }),
  )
  for await (const line of linesOf(process.stdin)) {
    const request = JSON.parse(line) as ReadRequest
    for (const id of request.analysers) {
      reading = id
      answer(await read(analysers, id, request, watch))
    }
  }
}

async function read(
  analysers: readonly TextAnalyser[],
  id: string,
  request: ReadRequest,
  watch: Watch,
): Promise<HostAnswer> {
  const analyser = analysers.find((candidate) => candidate.id === id)
  if (analyser === undefined) return { kind: 'failed', analyser: id, reason: 'there is no such analyser' }
  try {
    const observe = await open(analyser)
    const begin = performance.now()
    const observations = await watch.during(async () => observe(textFor(analyser, request)))
    return { kind: 'read', analyser: id, observations, milliseconds: performance.now() - begin }
  } catch (error) {
    return { kind: 'failed', analyser: id, reason: error instanceof Error ? error.message : String(error) }
  }
}

async function open(analyser: TextAnalyser): Promise<Observe> {
  const before = opened.get(analyser.id)
  if (before !== undefined) return before
  const observe = await analyser.open()
  opened.set(analyser.id, observe)
  answer({ kind: 'opened', analyser: analyser.id })
  return observe
}

function textFor(analyser: TextAnalyser, request: ReadRequest): AnalysedText {
  if (analyser.seesSuppressions === true || request.bluntHead === null) return request.text
  return { ...request.text, head: request.bluntHead }
}

function answer(message: HostAnswer): void {
  sayLine(JSON.stringify(message))
}
