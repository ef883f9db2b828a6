/** Composition root of an evaluation: where cases come from, who reviews and judges them, where the run is kept. */
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { createPrices } from '../../adapters/model-ai-sdk/prices.ts'
import { promptVersion } from '../../agents/prompts/prompts.ts'
import { readLocalModels } from '../../config/service/local-models.ts'
import { type ModelsConfig, noModels } from '../../config/service/models-config.ts'
import { type AgentRole, agentRoles } from '../../domain/agents/agent-role.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { makeScratchFolder } from '../scratch-folder.ts'
import { answersFolder, createCaseAnswers, forgetAnswers } from './case-answers.ts'
import type { CasesProblem, EvaluationCase } from './evaluation-case.ts'
import { type EvaluationRun, readRun, writeRun } from './evaluation-run.ts'
import { type FetchProgress, fetchGolden, hostFrom } from './fetch-golden.ts'
import { judgeLikeness } from './judge-likeness.ts'
import { openCaseRepository } from './open-case-repository.ts'
import { openJudgeCalls } from './open-judge-calls.ts'
import { readCaseFolder } from './read-case-folder.ts'
import { goldenCases, readGoldenComments } from './read-golden-comments.ts'
import { createCaseReviewer } from './review-case.ts'
import { type CaseProgress, type CaseRunner, runCases } from './run-cases.ts'

export interface EvaluateOptions {
  readonly cases:
    | { readonly kind: 'folder'; readonly path: string }
    /** Golden comments, and the folder of the repositories that they are about. */
    | {
        readonly kind: 'golden'
        readonly path: string
        readonly repositories: string
        /** What is not there is fetched before. */
        readonly fetches: boolean
      }
  /** The first ones only; null: all. */
  readonly casesMax: number | null
  readonly linesMax: number
  readonly analysersOnly: boolean
  readonly judges: boolean
  /** Kept here after each case, and gone on with; null: nowhere. */
  readonly outFile: string | null
  readonly programVersion: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly onFetch: (progress: FetchProgress) => void
  readonly onCase: (progress: CaseProgress) => void
}

export async function evaluate(options: EvaluateOptions): Promise<Outcome<EvaluationRun, CasesProblem>> {
  const models = modelsOf(options)
  if (!models.ok) return models
  const place = await checkedPlace(options.outFile)
  if (!place.ok) return place
  const before = place.value === null ? succeed(null) : await readRun(place.value)
  if (!before.ok) return before
  const listed = await listCases(options)
  if (!listed.ok) return listed
  const begun: EvaluationRun = {
    kind: 'autogen-bot-evaluation',
    version: 1,
    program: options.programVersion,
    models: rolesOf(models.value, options),
    linesMax: options.linesMax,
    cases: before.value?.cases ?? [],
    failed: [],
  }
  const keep = async (run: EvaluationRun, progress: CaseProgress) => {
    if (place.value !== null) await writeRun(place.value, run)
    options.onCase(progress)
  }
  const runner = runnerOf(options, models.value, place.value)
  return succeed(await runCases(listed.value, begun, runner, keep, options.signal))
}

async function listCases(
  options: EvaluateOptions,
): Promise<Outcome<readonly EvaluationCase[], CasesProblem>> {
  const { cases: from, casesMax, env, onFetch, signal } = options
  const first = <One>(all: readonly One[]) => all.slice(0, casesMax ?? undefined)
  if (from.kind === 'folder') {
    const cases = await readCaseFolder(from.path)
    return cases.ok ? succeed(first(cases.value)) : cases
  }
  const golden = await readGoldenComments(from.path)
  if (!golden.ok) return golden
  const wanted = first(golden.value)
  if (from.fetches) await fetchGolden(wanted, from.repositories, hostFrom(env), onFetch, signal)
  return goldenCases(wanted, from.repositories)
}

function modelsOf({ analysersOnly, judges, env }: EvaluateOptions): Outcome<ModelsConfig, CasesProblem> {
  if (analysersOnly && !judges) return succeed(noModels)
  const read = readLocalModels(env)
  if (!read.ok) {
    const [first] = read.failure
    return fail({ message: `${first?.where}: ${first?.wrong}.`, remedy: `To go on, ${first?.mend}.` })
  }
  if (judges && read.value.roles.judge.length === 0) {
    return fail({
      message: 'No model is named as the judge.',
      remedy:
        'Set AUTOGEN_JUDGE_MODEL to PROVIDER/MODEL; another model than those that review is the better judge.',
    })
  }
  return read
}

/** A path that cannot be written to is better told before a night of reviews than after it. */
async function checkedPlace(file: string | null): Promise<Outcome<string | null, CasesProblem>> {
  if (file === null) return succeed(null)
  const path = resolve(file)
  const folder = await stat(dirname(path)).catch(() => null)
  if (folder?.isDirectory() === true) return succeed(path)
  return fail({
    message: `${dirname(path)} is no folder.`,
    remedy: 'Make it, or name another file with --out.',
  })
}

function rolesOf(
  { roles }: ModelsConfig,
  { analysersOnly, judges }: EvaluateOptions,
): Record<string, string[]> {
  const isUsed = (role: AgentRole) => (role === 'judge' ? judges : !analysersOnly)
  return Object.fromEntries(agentRoles.filter(isUsed).map((role) => [role, [...roles[role]]]))
}

function runnerOf(options: EvaluateOptions, models: ModelsConfig, place: string | null): CaseRunner {
  const { judge: _, ...reviewing } = rolesOf(models, options)
  const prices = createPrices(models, Date.now)
  const callsOf = options.judges ? openJudgeCalls(models, options.env) : null
  return {
    open: openInScratch,
    review: createCaseReviewer(options.analysersOnly ? null : models, (id) =>
      createCaseAnswers(place === null ? null : answersFolder(place, id), prices),
    ),
    forget: async ({ id }) => {
      if (place !== null) await forgetAnswers(answersFolder(place, id))
    },
    judge:
      callsOf === null
        ? null
        : ({ id, expected }, findings, signal) => judgeLikeness(callsOf(id), findings, expected, signal),
    reviewedBy: [options.programVersion, options.analysersOnly ? null : [reviewing, promptVersion]],
    judgedBy: options.judges ? [models.roles.judge, promptVersion] : null,
    linesMax: options.linesMax,
  }
}

async function openInScratch(one: EvaluationCase, signal: AbortSignal): ReturnType<CaseRunner['open']> {
  const scratch = await makeScratchFolder()
  const opened = await openCaseRepository(one, scratch.path, signal)
  if (opened.ok) return succeed({ ...opened.value, close: () => scratch.remove() })
  await scratch.remove()
  return fail(`${opened.failure.message} ${opened.failure.remedy}`)
}
