/** What a runner hands to the job: everything comes by environment, so that nothing of it is ever text of a shell. */
import { hostUrls } from '../../adapters/github/host-urls.ts'
import { namedWithoutAccess, namesModel, readLocalModels } from '../../config/service/local-models.ts'
import { noModels } from '../../config/service/models-config.ts'
import { optionValue, type Problems } from '../../config/service/option-value.ts'
import type { ServiceKey } from '../../config/service/service-options.ts'
import type { AgentsStop } from '../../domain/agents/agents-report.ts'
import type { Severity } from '../../domain/finding/severity.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { LocalAgentsOptions } from '../agents/open-local-agents.ts'
import { type ActionEvent, readActionEvent } from './action-event.ts'
import type { ActionProblem } from './action-problem.ts'

export interface ActionInput {
  readonly event: ActionEvent
  /** A checked-out repository. */
  readonly workspace: string
  readonly apiUrl: string
  readonly token: string
  readonly checks: { readonly name: string; readonly failOn: Severity | 'never' }
  /** Null: the step names no model. */
  readonly agents: Omit<LocalAgentsOptions, 'story'> | null
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The second one runs with the rights of the base even for forks. That is safe here, because nothing of a change is
 * executed, and neither is its configuration obeyed.
 */
const events = ['pull_request', 'pull_request_target']

const needed = ['GITHUB_EVENT_PATH', 'GITHUB_WORKSPACE', 'GITHUB_TOKEN'] as const

export function readActionInput(env: Environment): Outcome<ActionInput, ActionProblem> {
  const eventName = env.GITHUB_EVENT_NAME ?? ''
  if (!events.includes(eventName)) return fail(wrongEvent(eventName))
  const missing = needed.find((name) => (env[name] ?? '') === '')
  if (missing !== undefined) return fail(notThere(missing))
  const apiUrl = env.GITHUB_API_URL || 'https://api.github.com'
  if (!isAddress(apiUrl))
    return fail({ ...notThere('GITHUB_API_URL'), message: 'GITHUB_API_URL is no address.' })
  const checks = readChecks(env)
  if (!checks.ok) return checks
  const agents = readAgents(env)
  if (!agents.ok) return agents
  const event = readActionEvent(env.GITHUB_EVENT_PATH ?? '')
  if (!event.ok) return event
  return succeed({
    event: event.value,
    workspace: env.GITHUB_WORKSPACE ?? '',
    apiUrl,
    token: env.GITHUB_TOKEN ?? '',
    checks: checks.value,
    agents: agents.value,
  })
}

/** Who opens a pull request from a fork cannot help it that the job gets no keys: nothing fails for that. */
function readAgents(env: Environment): Outcome<ActionInput['agents'], ActionProblem> {
  if (!namesModel(env)) return succeed(null)
  const lacking = namedWithoutAccess(env)
  if (lacking.length > 0) return succeed({ models: noModels, stop: withoutKeys(lacking) })
  const models = readLocalModels(env)
  if (models.ok) return succeed({ models: models.value })
  const [problem] = models.failure
  return fail({
    message: `${problem?.where ?? 'AUTOGEN_MODEL'} ${problem?.wrong ?? 'cannot be used'}.`,
    remedy: `Mend the step's environment: ${problem?.mend ?? 'see docs/models.md'}.`,
  })
}

function withoutKeys(providers: readonly string[]): AgentsStop {
  return {
    kind: 'no-model',
    message: `this job was given no key of ${providers.join(', ')}; pull requests from forks get none.`,
    isPartial: false,
  }
}

/** The same settings as the service's, with the same bounds. */
function readChecks(env: Environment): Outcome<ActionInput['checks'], ActionProblem> {
  const problems: Problems = []
  const sources = {
    file: null,
    env,
    flags: {},
    readSecretFile: () => null,
    resolvePath: (path: string) => path,
  }
  const setting = (key: ServiceKey) => String(optionValue(key, new Map(), sources, problems))
  const checks = { name: setting('checks.name'), failOn: setting('checks.failOn') as Severity | 'never' }
  const problem = problems[0]
  if (problem === undefined) return succeed(checks)
  return fail({
    message: `${problem.where} ${problem.wrong}.`,
    remedy: `Mend the step's inputs: ${problem.mend}.`,
  })
}

function isAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(hostUrls(text).rest).protocol)
  } catch {
    return false
  }
}

function wrongEvent(name: string): ActionProblem {
  return {
    message:
      name === ''
        ? 'This is no job of GitHub Actions: GITHUB_EVENT_NAME is not set.'
        : `The workflow was started by ${JSON.stringify(name.slice(0, 100))}, which is no pull request.`,
    remedy: 'Start the workflow "on: pull_request"; to review a local branch, use "autogen-bot review".',
  }
}

function notThere(name: string): ActionProblem {
  return {
    message: `${name} is not set.`,
    remedy: 'Use the action of this repository (action.yml), which sets it; the runner sets the rest.',
  }
}
