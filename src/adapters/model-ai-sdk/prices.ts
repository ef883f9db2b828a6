/** What a model costs: as the configuration says, else as the list says for models of the provider's kind, else unknown. */
import type { ModelsConfig, OwnPrice, OwnRate, ProviderKind } from '../../config/service/models-config.ts'
import type { ModelPrice, Prices, Rate } from '../../ports/model/prices.ts'
import { partsOfModelName } from './create-models.ts'
import { type ListedPrice, type PriceList, priceLists } from './price-list.ts'

/** Bedrock asks a tenth more where the region is chosen. */
const regionalFactor = 1.1

/** @param now milliseconds since the epoch: prices change on a day that is known before */
export function createPrices(
  { providers, prices }: Pick<ModelsConfig, 'providers' | 'prices'>,
  now: () => number,
): Prices {
  const own = new Map(prices.map((one) => [one.model, one]))
  const kinds = new Map(providers.map(({ name, kind }) => [name, kind]))
  return {
    of(model) {
      const today = new Date(now()).toISOString().slice(0, 10)
      const configured = own.get(model)
      if (configured !== undefined) return ownPrice(configured, today)
      const { provider, model: name } = partsOfModelName(model)
      const kind = kinds.get(provider)
      return kind === undefined ? null : listedPrice(kind, name, today)
    },
  }
}

function ownPrice({ long, ...rate }: OwnPrice, today: string): ModelPrice {
  return {
    ...ownRate(rate),
    long: long === null ? null : { aboveTokens: long.aboveTokens, ...ownRate(long) },
    asOf: today,
  }
}

/** What is not given of the cache costs as much as other input. */
function ownRate({ input, output, cacheRead, cacheWrite }: OwnRate): Rate {
  return { input, output, cacheRead: cacheRead ?? input, cacheWrite: cacheWrite ?? input }
}

function listedPrice(kind: ProviderKind, model: string, today: string): ModelPrice | null {
  switch (kind) {
    case 'openai':
    case 'openai-chat':
      return inList(priceLists.openai, model, today)
    case 'anthropic':
      return inList(priceLists.anthropic, model, today)
    case 'google':
      return inList(priceLists.google, model, today)
    case 'bedrock': {
      const [, region, name] =
        /^(?:([a-z]{2,6})\.)?anthropic\.(claude-[\w.-]+?)(?:-v\d+(?::\d+)?)?$/.exec(model) ?? []
      const price = inList(priceLists.anthropic, name ?? '', today)
      return price === null || region === 'global' ? price : timesRegional(price)
    }
    case 'openai-compatible':
      return null
  }
}

function inList({ asOf, models }: PriceList, model: string, today: string): ModelPrice | null {
  // A dated model costs what its name without the date does.
  const undated = model.replace(/-(?:20\d{6}|20\d\d-\d\d-\d\d)$/, '')
  const prices = [model, undated].flatMap((name) =>
    Object.hasOwn(models, name) ? [models[name] ?? []] : [],
  )[0]
  const current: ListedPrice | undefined =
    prices?.findLast(({ from }) => from === undefined || from <= today) ?? prices?.[0]
  if (current === undefined) return null
  const { from: _, long = null, ...rate } = current
  return { ...rate, long, asOf }
}

function timesRegional({ long, asOf, ...rate }: ModelPrice): ModelPrice {
  return {
    ...regional(rate),
    long: long === null ? null : { aboveTokens: long.aboveTokens, ...regional(long) },
    asOf,
  }
}

function regional({ input, output, cacheRead, cacheWrite }: Rate): Rate {
  return {
    input: input * regionalFactor,
    output: output * regionalFactor,
    cacheRead: cacheRead * regionalFactor,
    cacheWrite: cacheWrite * regionalFactor,
  }
}
