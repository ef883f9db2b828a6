/** Models from the environment alone: what `autogen-bot review --agents` needs, without a file. */
import { type AgentRole, agentRoles } from '../../domain/agents/agent-role.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { modelChain } from './model-chain.ts'
import { type ModelsConfig, noModels, type ProviderConfig, type ProviderKind } from './models-config.ts'
import type { Problems, ServiceConfigProblem } from './option-value.ts'
import { providerAddress } from './provider-address.ts'
import { atOnceDefault, checkedKey, usualKeyEnv } from './read-providers.ts'
import { type WrittenValue, writtenAt } from './written-section.ts'

type Environment = Readonly<Record<string, string | undefined>>

const roleVariables: Readonly<Record<AgentRole, string>> = {
  coder: 'AUTOGEN_CODER_MODEL',
  reviewer: 'AUTOGEN_REVIEWER_MODEL',
  guide: 'AUTOGEN_GUIDE_MODEL',
  judge: 'AUTOGEN_JUDGE_MODEL',
}
const modelVariables: readonly string[] = ['AUTOGEN_MODEL', ...Object.values(roleVariables)]

/** Whether models are wanted: a key that happens to be there sends no code anywhere. */
export function namesModel(env: Environment): boolean {
  return modelVariables.some((name) => env[name])
}

/** Providers of named models that the environment gives no access to: jobs for forks are handed no keys. */
export function namedWithoutAccess(env: Environment): readonly string[] {
  const there = providersIn(env, []).map(({ name }) => name)
  const named = modelVariables.flatMap((variable) => namesIn(env[variable])).map(providerOf)
  return [...new Set(named)].filter((name) => Object.hasOwn(needs, name) && !there.includes(name))
}

/** Taken when a key is set and no model is named; the first provider that has a key. */
export const defaultModels: Readonly<Partial<Record<ProviderKind, string>>> = {
  anthropic: 'anthropic/claude-sonnet-5-5',
  openai: 'openai/gpt-6.1-sol',
  google: 'google/gemini-3.8-flash',
}

/** What has to be set for each provider, as a sentence says it. */
const needs: Readonly<Record<string, string>> = {
  anthropic: 'set ANTHROPIC_API_KEY',
  openai: 'set OPENAI_API_KEY',
  google: 'set GOOGLE_GENERATIVE_AI_API_KEY',
  bedrock: 'set AWS_REGION, and AWS_BEARER_TOKEN_BEDROCK or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY',
  compatible: 'set AUTOGEN_MODEL_URL',
}

/** What to do about a provider that is none of them. */
const otherServer =
  'write compatible/MODEL and set AUTOGEN_MODEL_URL for another server; only the file of a service names providers of its own'

export function readLocalModels(env: Environment): Outcome<ModelsConfig, readonly ServiceConfigProblem[]> {
  const problems: Problems = []
  const providers = providersIn(env, problems)
  const chosen = chosenChain(env, providers, problems)
  const names = providers.map(({ name }) => name)
  const roles = Object.fromEntries(
    agentRoles.map((role) => {
      const variable = env[roleVariables[role]] ? roleVariables[role] : 'AUTOGEN_MODEL'
      const otherwise = role === 'judge' ? [] : chosen
      const chain = variable === 'AUTOGEN_MODEL' ? otherwise : namesIn(env[variable])
      return [role, checkedChain(chain, names, writtenAt(variable, chain, problems))]
    }),
  ) as Record<AgentRole, readonly ModelName[]>
  if (problems.length > 0) return fail(distinct(problems))
  const used = new Set(Object.values(roles).flatMap((chain) => chain.map(providerOf)))
  return succeed({ ...noModels, providers: providers.filter(({ name }) => used.has(name)), roles })
}

function namesIn(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function providerOf(model: string): string {
  return model.split('/')[0] ?? ''
}

function providersIn(env: Environment, problems: Problems): readonly ProviderConfig[] {
  const keyed = (['anthropic', 'openai', 'google'] as const).flatMap((kind) => {
    const variable = usualKeyEnv[kind] ?? ''
    const key = env[variable]
    return key ? [provider(kind, { key: checkedKey(key, writtenAt(variable, key, problems)) })] : []
  })
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION
  const token = env.AWS_BEARER_TOKEN_BEDROCK
  const isAws = Boolean(region && (token || (env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY)))
  const bedrock = isAws ? [provider('bedrock', { key: token || null, region: region ?? null })] : []
  const url = env.AUTOGEN_MODEL_URL
  const compatible = url
    ? [
        provider('openai-compatible', {
          name: 'compatible',
          url: providerAddress(url, writtenAt('AUTOGEN_MODEL_URL', url, problems)),
          key: checkedKey(env.AUTOGEN_MODEL_KEY || null, writtenAt('AUTOGEN_MODEL_KEY', '', problems)),
        }),
      ]
    : []
  return [...keyed, ...bedrock, ...compatible]
}

function provider(kind: ProviderKind, rest: Partial<ProviderConfig>): ProviderConfig {
  return { name: kind, kind, url: null, key: null, region: null, atOnceMax: atOnceDefault, ...rest }
}

/** `AUTOGEN_MODEL`, else what the coder is given, else the default of the first provider that has one. */
function chosenChain(
  env: Environment,
  providers: readonly ProviderConfig[],
  problems: Problems,
): readonly string[] {
  const named = [
    ...namesIn(env.AUTOGEN_MODEL),
    ...(env.AUTOGEN_MODEL ? [] : namesIn(env.AUTOGEN_CODER_MODEL)),
  ]
  if (named.length > 0) return named
  const [first] = providers.flatMap(({ kind }) => defaultModels[kind] ?? [])
  if (first !== undefined) return [first]
  problems.push(
    providers.length === 0
      ? {
          where: 'environment',
          wrong: 'no key of a provider of models is set',
          mend: 'set ANTHROPIC_API_KEY, OPENAI_API_KEY or GOOGLE_GENERATIVE_AI_API_KEY, or AUTOGEN_MODEL_URL with AUTOGEN_MODEL for a server of your own',
        }
      : {
          where: 'AUTOGEN_MODEL',
          wrong: 'is missing',
          mend: `name a model, such as ${providers[0]?.name}/NAME`,
        },
  )
  return []
}

function checkedChain(
  chain: readonly string[],
  providers: readonly string[],
  value: WrittenValue,
): readonly ModelName[] {
  const lacking = chain.map(providerOf).find((name) => !providers.includes(name))
  const need = lacking === undefined ? undefined : needs[lacking]
  if (need !== undefined && chain.every((name) => name.includes('/'))) {
    value.refuse(`there is no access to ${lacking}`, need)
    return []
  }
  const known = Object.keys(needs).filter((name) => providers.includes(name))
  return modelChain(chain, known, value, otherServer)
}

/** Roles share variables. */
function distinct(problems: Problems): readonly ServiceConfigProblem[] {
  return problems.filter(
    ({ where, wrong }, at) => problems.findIndex((one) => one.where === where && one.wrong === wrong) === at,
  )
}
