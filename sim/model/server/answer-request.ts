/** One request, from its bytes to the reply: known path, key, body as the provider wants it, then the scenario. */
import { type Done, doDeed, failed, fits, tooLong } from '../behaviour/do-deed.ts'
import { type Prompt, readPrompt } from '../prompt/prompt.ts'
import { createDeedChooser, type DeedChooser } from '../scenario/choose-deed.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { wireFormats } from '../wire/catalogue.ts'
import { BadRequest, type Question, type Reply, type Usage, type WireFormat } from '../wire/question.ts'
import { tokensOf, type UsageMeter } from '../wire/usage.ts'

export interface Play {
  readonly scenario: Scenario
  readonly chooser: DeedChooser
}

export function playOf(scenario: Scenario): Play {
  return { scenario, chooser: createDeedChooser(scenario) }
}

export interface HttpRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface Answered extends Done {
  readonly format: WireFormat
  readonly question: Question
  readonly prompt: Prompt
  readonly attempt: number
  readonly deed: string
  readonly usage: Usage | null
}

/** @returns null when no wire format has this path */
export function answerRequest(request: HttpRequest, play: Play, meter: UsageMeter): Answered | null {
  for (const format of wireFormats) {
    const model = format.modelInPath(request.path)
    if (model !== null) return answerIn(format, model, request, play, meter)
  }
  return null
}

function answerIn(
  format: WireFormat,
  modelInPath: string,
  request: HttpRequest,
  { scenario, chooser }: Play,
  meter: UsageMeter,
): Answered {
  const refused = (done: Done, question = nothingAsked(format)): Answered => {
    return {
      ...done,
      format,
      question,
      prompt: readPrompt(question),
      attempt: 0,
      deed: 'refused',
      usage: null,
    }
  }
  const key = format.keyOf(request.headers)
  if (format.needsKey && key === null) return refused(failed('bad-key', "You didn't provide an API key."))
  if (scenario.key !== undefined && key !== null && key !== scenario.key) {
    return refused(failed('bad-key', 'Incorrect API key provided.'))
  }
  const question = readQuestion(format, modelInPath, request)
  if (question instanceof BadRequest) return refused(failed('bad-request', question.message))
  if (scenario.models !== undefined && !scenario.models.includes(question.model)) {
    return refused(failed('no-such-model', `The model '${question.model}' does not exist.`), question)
  }
  const tokens = meter.inputOf(question)
  if (tokens > scenario.contextTokensMax) return refused(tooLong(tokens, scenario.contextTokensMax), question)
  const prompt = readPrompt(question)
  const { deed, attempt } = chooser.choose(question, prompt, (candidate) => fits(candidate, question))
  const { reply: whole, sending } = doDeed(deed, question, prompt, scenario)
  const reply = bounded(whole, question.outputTokensMax)
  const usage = reply.kind === 'failure' ? null : meter.measure(format, question, reply)
  return { format, question, prompt, attempt, deed: deed.do, reply, sending, usage }
}

function readQuestion(format: WireFormat, modelInPath: string, request: HttpRequest): Question | BadRequest {
  try {
    return format.read({ ...request, body: parseBody(request.text) }, modelInPath)
  } catch (error) {
    if (error instanceof BadRequest) return error
    throw error
  }
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadRequest('We could not parse the JSON body of your request.')
  }
}

/** What is longer than the client wants is cut, as models do. */
function bounded(reply: Reply, tokensMax: number | null): Reply {
  if (reply.kind !== 'answer' || tokensMax === null || reply.text.length <= tokensMax) return reply
  const tokens = tokensOf(reply.text)
  if (tokens <= tokensMax) return reply
  return {
    ...reply,
    text: reply.text.slice(0, Math.floor((reply.text.length * tokensMax) / tokens)),
    isCutOff: true,
  }
}

function nothingAsked({ name }: WireFormat): Question {
  const none = { system: '', turns: [], tools: [], answerTool: null, outputTokensMax: null, segments: [] }
  return { wire: name, model: '', ...none }
}
