/**
 * A model of a provider, through the AI SDK: one step of it at a time, since the loop over tools, the retries and the
 * choice of another model are ours. What is known of the wire (sizes, redirects, keys) is in `bounded-fetch.ts`.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ProviderConfig } from '../../config/service/models-config.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import { fail, type Outcome } from '../../domain/outcome.ts'
import type { Log } from '../../ports/log/log.ts'
import type { ModelClient, ModelFailure, ModelRequest, ModelTurn } from '../../ports/model/model.ts'
import { type AtOnce, createAtOnce } from './at-once.ts'
import { boundedFetch, type Fetch } from './bounded-fetch.ts'
import { type Hide, hideSecrets } from './hide-secrets.ts'
import type { Extra } from './write-request.ts'

export interface ModelClientParts {
  readonly provider: ProviderConfig
  /** As the provider calls it. */
  readonly model: string
  readonly now: () => number
  readonly log?: Log
  readonly fetch?: Fetch
  /** Shared by all models of a provider. */
  readonly atOnce?: AtOnce
  /** More than the provider's key that must not be said, such as credentials of AWS. */
  readonly secrets?: readonly string[]
}

const answerBytesMax = 8 * 1_048_576
/** Temperature, schema, cache. */
const extrasMax = 3

type Ask = (
  request: ModelRequest,
  without: ReadonlySet<Extra>,
  signal: AbortSignal,
) => Promise<Outcome<ModelTurn, ModelFailure & { readonly extra?: Extra | null }>>

export function createModelClient({
  provider,
  model,
  now,
  log,
  fetch = globalThis.fetch,
  atOnce = createAtOnce(provider.atOnceMax),
  secrets = [],
}: ModelClientParts): ModelClient {
  const name = `${provider.name}/${model}` as ModelName
  const hide = hideSecrets([...(provider.key === null ? [] : [provider.key]), ...secrets])
  const isKeyless = provider.key === null && provider.kind !== 'bedrock'
  const wire = boundedFetch({ fetch, bytesMax: answerBytesMax, isKeyless })
  /** What this model was seen to refuse: not sent again. */
  const refused = new Set<Extra>()
  let opened: Promise<Ask> | null = null

  async function askWithout(request: ModelRequest, signal: AbortSignal) {
    opened ??= openAsk({ provider, model, name, now, hide, fetch: wire })
    const ask = await opened
    for (let tries = 0; ; tries += 1) {
      const answer = await ask(request, refused, signal)
      const extra = answer.ok ? null : (answer.failure.extra ?? null)
      if (extra === null || refused.has(extra) || tries >= extrasMax) return answer
      refused.add(extra)
      log?.info({ model: name, extra }, 'a model does not take a setting; it is asked without')
    }
  }

  return {
    model: name,
    provider: provider.name,
    enter: (signal) => atOnce.enter(signal),
    complete: (request, signal) => withinTime(request, signal, name, (joined) => askWithout(request, joined)),
  }
}

/** Neither a server that never ends nor a library that does not listen keeps us longer. */
async function withinTime(
  { timeMs }: ModelRequest,
  signal: AbortSignal,
  name: ModelName,
  ask: (signal: AbortSignal) => Promise<Outcome<ModelTurn, ModelFailure & { extra?: Extra | null }>>,
): Promise<Outcome<ModelTurn, ModelFailure>> {
  const timer = new AbortController()
  const timeout = setTimeout(() => timer.abort(), timeMs)
  const joined = AbortSignal.any([signal, timer.signal])
  const { promise: over, resolve: end } = Promise.withResolvers<null>()
  const onAbort = () => end(null)
  joined.addEventListener('abort', onAbort, { once: true })
  try {
    if (signal.aborted) return fail(cancelled(name, { mayBePaid: false }))
    const answer = await Promise.race([ask(joined), over])
    if (answer?.ok === true) return answer
    if (signal.aborted) return fail(cancelled(name, { mayBePaid: true }))
    if (timer.signal.aborted || answer === null) return fail(timedOut(name, timeMs))
    const { extra: _, ...failure } = answer.failure
    return fail(failure)
  } finally {
    clearTimeout(timeout)
    joined.removeEventListener('abort', onAbort)
  }
}

interface OpenParts {
  readonly provider: ProviderConfig
  readonly model: string
  readonly name: ModelName
  readonly now: () => number
  readonly hide: Hide
  readonly fetch: Fetch
}

/** Here the SDK is loaded, and nowhere before. */
async function openAsk({ provider, model, name, now, hide, fetch }: OpenParts): Promise<Ask> {
  const [
    { generateText },
    { writeRequest },
    { readTurn },
    { failureOf, refusedExtra },
    { openLanguageModel },
  ] = await Promise.all([
    import('ai'),
    import('./write-request.ts'),
    import('./read-turn.ts'),
    import('./failure-of.ts'),
    import('./open-language-model.ts'),
  ])
  // It would write to our standard error whatever a model does not take.
  globalThis.AI_SDK_LOG_WARNINGS = false
  const asking = new AsyncLocalStorage<{ isAnswered: boolean }>()
  const languageModel = await openLanguageModel(provider, model, async (...sent) => {
    const answer = await fetch(...sent)
    const request = asking.getStore()
    if (request !== undefined) request.isAnswered = true
    return answer
  })
  return async (request, without, signal) => {
    const begun = now()
    const state = { isAnswered: false }
    const written = writeRequest(provider, model, request, without)
    const { instructions, messages, tools, output, temperature, providerOptions } = written
    const question: Parameters<typeof generateText>[0] = {
      model: languageModel,
      instructions,
      messages,
      ...(tools === null ? {} : { tools }),
      ...(output === null ? {} : { output }),
      ...(temperature === null ? {} : { temperature }),
      providerOptions,
      maxOutputTokens: request.outputTokensMax,
      maxRetries: 0,
      abortSignal: signal,
      // A file that a model names is not fetched.
      experimental_download: async (wanted) => wanted.map(() => null),
    }
    const result = await asking
      .run(state, () => generateText(question))
      .catch((error: unknown) => new Failed(error))
    if (result instanceof Failed) {
      const facts = { provider: provider.name, model, now: now(), hide, ...state }
      return fail({ ...failureOf(result.error, facts), extra: refusedExtra(result.error) })
    }
    return readTurn(result, request, { model: name, durationMs: now() - begun })
  }
}

class Failed {
  readonly error: unknown

  constructor(error: unknown) {
    this.error = error
  }
}

function cancelled(name: ModelName, { mayBePaid }: Pick<ModelFailure, 'mayBePaid'>): ModelFailure {
  return {
    kind: 'cancelled',
    message: `The request to ${name} was cancelled.`,
    remedy: 'Nothing is to be done.',
    mayBePaid,
    ...nothingMore,
  }
}

function timedOut(name: ModelName, timeMs: number): ModelFailure {
  return {
    kind: 'timed-out',
    message: `${name} did not answer within ${timeMs / 1_000} s.`,
    remedy: 'Raise `turnTime`, or take a faster model.',
    mayBePaid: true,
    ...nothingMore,
  }
}

const nothingMore = {
  retryAt: null,
  usage: { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 },
  text: null,
}
