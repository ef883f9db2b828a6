/**
 * The section `models` of the service's file: providers, who plays which role, bounds, budgets, prices. Without it the
 * environment is looked at, but only when it names a model: a key that happens to be there sends no code anywhere.
 */
import { type AgentRole, agentRoles } from '../../domain/agents/agent-role.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import { namesModel, readLocalModels } from './local-models.ts'
import { modelChain } from './model-chain.ts'
import { type CostLimit, type ModelsConfig, noModels, type OwnPrice, type OwnRate } from './models-config.ts'
import type { Problems, ServiceConfigSources } from './option-value.ts'
import { readProviders } from './read-providers.ts'
import {
  durationOf,
  integerOf,
  itemsOf,
  numberOf,
  openSection,
  textOf,
  type WrittenSection,
  type WrittenValue,
  writtenAt,
} from './written-section.ts'

const keys = [
  'providers',
  'roles',
  'outputTokensMax',
  'turnTime',
  'attemptsMax',
  'toolTurnsMax',
  'reviewTime',
  'budget',
  'prices',
]
const rateKeys = ['input', 'output', 'cacheRead', 'cacheWrite'] as const
const pricesMax = 100
const tokensMost = 10_000_000_000
const dollarsMost = 1_000_000

/** @param value what stands under `models` */
export function readModels(value: unknown, sources: ServiceConfigSources, problems: Problems): ModelsConfig {
  if (value === undefined || value === null) return fromEnvironment(sources, problems)
  const where = `${sources.file?.name ?? ''}: models`
  const section = openSection(writtenAt(where, value, problems), keys, problems)
  const before = problems.length
  const providers = readProviders(section.of('providers'), sources, problems)
  // A provider that is wrong is no reason to complain about every chain it stands in.
  const names = problems.length > before ? null : providers.map(({ name }) => name)
  return {
    providers,
    roles: readRoles(section.of('roles'), names, problems),
    outputTokensMax: integerOf(section.of('outputTokensMax'), {
      min: 256,
      max: 200_000,
      otherwise: noModels.outputTokensMax,
    }),
    // The HTTP client of the platform gives up after five minutes of silence.
    turnTimeMs: durationOf(section.of('turnTime'), {
      minMs: 1_000,
      maxMs: 300_000,
      otherwise: noModels.turnTimeMs,
    }),
    attemptsMax: integerOf(section.of('attemptsMax'), { min: 1, max: 10, otherwise: noModels.attemptsMax }),
    toolTurnsMax: integerOf(section.of('toolTurnsMax'), {
      min: 0,
      max: 50,
      otherwise: noModels.toolTurnsMax,
    }),
    reviewTimeMs: durationOf(section.of('reviewTime'), {
      minMs: 10_000,
      maxMs: 3_600_000,
      otherwise: noModels.reviewTimeMs,
    }),
    budget: readBudget(section.of('budget'), problems),
    prices: readPrices(section.of('prices'), problems),
  }
}

function fromEnvironment({ env }: ServiceConfigSources, problems: Problems): ModelsConfig {
  if (!namesModel(env)) return noModels
  const models = readLocalModels(env)
  if (models.ok) return models.value
  problems.push(...models.failure)
  return noModels
}

function readRoles(
  value: WrittenValue,
  providers: readonly string[] | null,
  problems: Problems,
): Readonly<Record<AgentRole, readonly ModelName[]>> {
  const section = openSection(value, agentRoles, problems)
  const chainOf = (role: AgentRole): readonly ModelName[] | null => {
    const written = section.of(role)
    if (written.value === undefined) return null
    const items = Array.isArray(written.value) ? itemsOf(written, 20, problems) : [written]
    const names = items.map((item) => textOf(item, '')).filter((name) => name !== '')
    return providers === null
      ? (names as ModelName[])
      : modelChain(names, providers, written, 'list it under `models.providers`')
  }
  const coder = chainOf('coder')
  if (coder === null && providers !== null && providers.length > 0)
    section.of('coder').refuse('is missing', 'name a model, such as `coder: anthropic/claude-sonnet-5-5`')
  return {
    coder: coder ?? [],
    reviewer: chainOf('reviewer') ?? coder ?? [],
    guide: chainOf('guide') ?? coder ?? [],
    judge: chainOf('judge') ?? [],
  }
}

function readBudget(value: WrittenValue, problems: Problems): ModelsConfig['budget'] {
  const section = openSection(value, ['review', 'repository', 'installation', 'day'], problems)
  const { review, repository, installation, day } = noModels.budget
  return {
    review: readLimit(section.of('review'), review, problems),
    repository: readLimit(section.of('repository'), repository, problems),
    installation: readLimit(section.of('installation'), installation, problems),
    day: readLimit(section.of('day'), day, problems),
  }
}

/** What is written replaces the default limit as a whole: `dollars` alone leaves tokens without a limit. */
function readLimit(value: WrittenValue, otherwise: CostLimit, problems: Problems): CostLimit {
  if (value.value === undefined) return otherwise
  const section = openSection(value, ['tokens', 'dollars'], problems)
  const [tokens, dollars] = [section.of('tokens'), section.of('dollars')]
  if (tokens.value === undefined && dollars.value === undefined)
    value.refuse('limits nothing', 'give `tokens`, `dollars` or both')
  return {
    tokensMax:
      tokens.value === undefined ? null : integerOf(tokens, { min: 0, max: tokensMost, otherwise: 0 }),
    microDollarsMax:
      dollars.value === undefined
        ? null
        : Math.round(numberOf(dollars, { min: 0, max: dollarsMost, otherwise: 0 }) * 1_000_000),
  }
}

function readPrices(list: WrittenValue, problems: Problems): readonly OwnPrice[] {
  return itemsOf(list, pricesMax, problems).map((item) => {
    const section = openSection(item, ['model', ...rateKeys, 'long'], problems)
    const model = textOf(section.of('model'), '')
    if (!model.includes('/')) section.of('model').refuse('is not the name of a model', 'write provider/model')
    return {
      model: model as ModelName,
      ...rateOf(section),
      long: readLongPrice(section.of('long'), problems),
    }
  })
}

function readLongPrice(value: WrittenValue, problems: Problems): OwnPrice['long'] {
  if (value.value === undefined) return null
  const section = openSection(value, ['above', ...rateKeys], problems)
  const above = section.of('above')
  if (above.value === undefined) above.refuse('is missing', 'give the tokens of input above which it holds')
  return {
    aboveTokens: integerOf(above, { min: 1, max: tokensMost, otherwise: 1 }),
    ...rateOf(section),
  }
}

function rateOf(section: WrittenSection): OwnRate {
  return {
    input: priceOf(section, 'input') ?? missing(section.of('input')),
    output: priceOf(section, 'output') ?? missing(section.of('output')),
    cacheRead: priceOf(section, 'cacheRead'),
    cacheWrite: priceOf(section, 'cacheWrite'),
  }
}

function priceOf(section: WrittenSection, key: string): number | null {
  const value = section.of(key)
  return value.value === undefined ? null : numberOf(value, { min: 0, max: 10_000, otherwise: 0 })
}

function missing({ refuse }: WrittenValue): number {
  refuse('is missing', 'give US dollars for a million tokens; 0 for a server of your own')
  return 0
}
