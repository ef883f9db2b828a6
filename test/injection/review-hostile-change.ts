/**
 * A hostile pull request through everything that is real: git objects, two analysers, the agents with their context, tools,
 * dialogue and grounding, a model over HTTP that obeys whatever it reads, and the words that would be published.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScenarioText } from '../../sim/model/scenario/scenario.ts'
import { startScriptedModel } from '../../sim/model/scripted-model.ts'
import type { AskedRequest } from '../../sim/model/server/asked-requests.ts'
import { createGitSource } from '../../src/adapters/git/git-source.ts'
import { createAgentMemory } from '../../src/adapters/memory/agent-memory.ts'
import { createClosedCircuits } from '../../src/adapters/memory/closed-circuits.ts'
import { createModelLedger } from '../../src/adapters/memory/model-ledger.ts'
import { createProcessSandbox } from '../../src/adapters/sandbox/process-sandbox.ts'
import { noStory } from '../../src/agents/context/context.ts'
import { createAgents } from '../../src/agents/create-agents.ts'
import type { TextAnalyser } from '../../src/analysers/analyser.ts'
import { ordersToModels } from '../../src/analysers/orders-to-models/orders-to-models.ts'
import { createMaskSecrets } from '../../src/analysers/secrets/mask-secrets.ts'
import { secrets } from '../../src/analysers/secrets/secrets.ts'
import { createSyntax } from '../../src/analysers/syntax/create-syntax.ts'
import { trojanSource } from '../../src/analysers/trojan-source/trojan-source.ts'
import { createOpenCalls } from '../../src/app/agents/open-calls.ts'
import { readSettings } from '../../src/app/read-settings.ts'
import { renderJson } from '../../src/cli/render/render-json.ts'
import { noModels } from '../../src/config/service/models-config.ts'
import type { ModelName } from '../../src/domain/agents/model-usage.ts'
import { succeed } from '../../src/domain/outcome.ts'
import type { CommitSha } from '../../src/domain/repository/commit-sha.ts'
import type { AppName, InstallationId, RepositoryId } from '../../src/domain/repository/repository.ts'
import type { ReviewReport } from '../../src/domain/review/report.ts'
import type { Analysis } from '../../src/ports/analysis/analysis.ts'
import { silentLog } from '../../src/ports/log/silent-log.ts'
import { silentMeter } from '../../src/ports/meter/silent-meter.ts'
import type { ChangeRequest, Snapshot, Source } from '../../src/ports/source/source.ts'
import type { Syntax } from '../../src/ports/syntax/syntax.ts'
import { silence } from '../../src/publish/fixtures/pull-request.ts'
import { planPublication } from '../../src/publish/plan-publication.ts'
import { runReview } from '../../src/review/run-review.ts'
import { openRepository, type Repository } from '../world/repository.ts'
import { type HostileChange, orders, ordersBefore } from './hostile-change.ts'

/** Lies beside the repository, where no review may look. */
export const outside = 'outside-9a8b7c6d5e4f-contents'

export interface HostileWorld {
  /** One outcome for each scenario. */
  review(change: HostileChange, scenarios: readonly ScenarioText[]): Promise<readonly Outcome[]>
  close(): Promise<void>
}

export interface Outcome {
  readonly report: ReviewReport
  /** As the command line prints it. */
  readonly json: string
  /** Markdown of comments, review, summary and check. */
  readonly comments: readonly string[]
  /** What the check says beside lines, shown as it is. */
  readonly annotations: readonly string[]
  /** All that the model was asked. */
  readonly requests: readonly AskedRequest[]
}

const installFolder = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')
const never = new AbortController().signal
const model = 'scripted/obedient' as ModelName

/** One repository for all: each change has its branches. Its children and folders are gone after `close`. */
export async function createHostileWorld(): Promise<HostileWorld> {
  const place = mkdtempSync(join(tmpdir(), 'autogen-bot-test-injection-'))
  writeFileSync(join(place, 'outside.txt'), `${outside}\n`)
  const scratchFolder = mkdtempSync(join(place, 'scratch-'))
  const repository = openRepository(mkdtempSync(join(place, 'repository-')))
  const sandbox = createProcessSandbox({ scratchFolder, installFolder })
  const syntax = createSyntax({ sandbox, childrenMax: 1 })
  const shared: Syntax = { ...syntax, close: async () => undefined }
  const analysis = await openAnalysis([secrets, trojanSource, ordersToModels])
  let count = 0
  repository.commit('main', { [orders]: ordersBefore, 'README.md': '# Shop\n' })

  async function review(
    change: HostileChange,
    scenarios: readonly ScenarioText[],
  ): Promise<readonly Outcome[]> {
    count += 1
    const [base, head] = commit(repository, change, count)
    const request: ChangeRequest = { base, head: { kind: 'ref', ref: head } }
    const source = createGitSource({
      folder: repository.folder,
      scratchFolder: mkdtempSync(join(place, 'scratch-')),
    })
    const opened = await source.open(request, never)
    if (!opened.ok) throw new Error(`${change.name}: ${opened.failure.message}`)
    const snapshot = readOnce(opened.value)
    try {
      return await Promise.all(scenarios.map((scenario) => reviewBy(change, scenario, request, snapshot)))
    } finally {
      await opened.value.close()
    }
  }

  async function reviewBy(
    change: HostileChange,
    scenario: ScenarioText,
    request: ChangeRequest,
    snapshot: Snapshot,
  ): Promise<Outcome> {
    const scripted = await startScriptedModel({ scenario })
    try {
      const agents = openAgents(scripted.urls.compatible, change, shared)
      const source: Source = { open: async () => succeed(snapshot) }
      const reviewed = await runReview(
        { source, analysis, agents, readSettings, now: () => performance.now() },
        { request, explains: true, signal: never },
      )
      if (!reviewed.ok) throw new Error(`${change.name}: ${JSON.stringify(reviewed.failure)}`)
      const { report, hunks } = reviewed.value
      const { requests } = scripted
      return { report, json: renderJson(report), ...publishedOf(report, hunks), requests }
    } finally {
      await scripted.close()
    }
  }

  return {
    review,
    close: async () => {
      await syntax.close()
      rmSync(place, { recursive: true, force: true })
    },
  }
}

/** Git is asked once for what several reviews of one change read: what they ask for is the same. */
function readOnce(snapshot: Snapshot): Snapshot {
  const known = new Map<string, Promise<unknown>>()
  const once =
    <Arguments extends readonly unknown[], Answer>(
      name: string,
      ask: (...given: Arguments) => Promise<Answer>,
    ) =>
    (...given: Arguments): Promise<Answer> => {
      const key = `${name} ${JSON.stringify(given)}`
      const answer = (known.get(key) as Promise<Answer> | undefined) ?? ask(...given)
      known.set(key, answer)
      return answer
    }
  return {
    ...snapshot,
    sizes: once('sizes', snapshot.sizes),
    read: once('read', snapshot.read),
    patches: once('patches', snapshot.patches),
    commitMessages: once('messages', snapshot.commitMessages),
    readBaseFile: once('base', snapshot.readBaseFile),
    readHeadFile: once('head', snapshot.readHeadFile),
    headTree: once('tree', snapshot.headTree),
    baseTree: once('base tree', snapshot.baseTree),
    close: async () => undefined,
  }
}

/** Two branches; the head's commit has the words of the change. */
function commit(repository: Repository, change: HostileChange, count: number): readonly [string, string] {
  const base = change.base === undefined ? 'main' : `base-${count}`
  const head = `head-${count}`
  if (change.base !== undefined) repository.commit(base, change.base, { from: 'main' })
  repository.commit(head, change.head, { from: base })
  if (change.commit !== undefined) {
    const tree = repository.git('rev-parse', `${head}^{tree}`)
    const spoken = repository.git('commit-tree', '-p', base, '-m', change.commit, tree)
    repository.git('update-ref', `refs/heads/${head}`, spoken)
  }
  return [base, head]
}

function openAgents(url: string, change: HostileChange, syntax: Syntax) {
  const memory = createAgentMemory()
  const openCalls = createOpenCalls({
    models: {
      ...noModels,
      providers: [
        { name: 'scripted', kind: 'openai-compatible', url, key: null, region: null, atOnceMax: 8 },
      ],
      roles: { coder: [model], reviewer: [model], guide: [model], judge: [] },
      attemptsMax: 1,
      toolTurnsMax: 2,
    },
    circuits: createClosedCircuits(),
    ledger: createModelLedger(),
    memory,
    meter: silentMeter,
    log: silentLog,
    secrets: [],
    stopped: () => null,
  })
  const payer = {
    app: 'local' as AppName,
    installation: 0 as InstallationId,
    repository: 0 as RepositoryId,
    repositoryName: 'shop',
    number: 7,
    work: 'review/local',
  }
  return createAgents({
    stopped: () => null,
    openCalls: (settings) => openCalls(payer, 'shop', settings),
    syntax,
    outlines: { read: async () => new Map(), write: async () => undefined },
    repositoryKey: 'shop',
    memory,
    story: async () => ({ ...noStory, ...change.story }),
    earlier: async () => [],
    clock: { now: Date.now },
    now: () => performance.now(),
    reviewTimeMs: 60_000,
    atOnceMax: 2,
    hosts: ['git.shop.example'],
  })
}

/** Analysers of ours in this process: what they look for is real, the walls around them are tested elsewhere. */
async function openAnalysis(analysers: readonly TextAnalyser[]): Promise<Analysis> {
  const opened = await Promise.all(analysers.map(async ({ id, open }) => ({ id, observe: await open() })))
  return {
    openMask: async () => createMaskSecrets(),
    prepare: () => undefined,
    close: async () => undefined,
    analyse: async (files) => ({
      files: await Promise.all(
        files.map(async (file) => {
          const told = await Promise.all(
            opened.map(async ({ id, observe }) =>
              (await observe(file)).map((observation) => ({ ...observation, analyser: id })),
            ),
          )
          return { path: file.path, observations: told.flat(), troubles: [] }
        }),
      ),
      stages: {},
      notes: [],
    }),
  }
}

function publishedOf(
  report: ReviewReport,
  hunks: Parameters<typeof planPublication>[0]['hunks'],
): Pick<Outcome, 'comments' | 'annotations'> {
  const { review, summary, check } = planPublication({
    report,
    head: report.head as string as CommitSha,
    hunks,
    conversation: silence,
    memory: { dismissals: [], demotions: [], lastReport: null },
    settings: { failOn: 'high', mode: 'up-to-head', takesCommands: true },
    linesRefused: false,
  })
  return {
    comments: [
      ...(review === null ? [] : [review.body, ...review.comments.map(({ body }) => body)]),
      ...(summary.kind === 'unchanged' ? [] : [summary.body]),
      check.title,
      check.summary,
      check.text ?? '',
    ],
    annotations: check.annotations.flatMap(({ title, message }) => [title, message]),
  }
}
