/**
 * Every command of every page, against one running bot with Redis: looks find what they expect of a healthy service,
 * changes are made by the runbook itself with their verification, and undone; what destroys comes last, on state that is
 * thrown away. After them the commands of the original, as written.
 */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createShell } from '../../src/adapters/shell/create-shell.ts'
import { readRunbookPages } from '../../src/app/service/runbook-pages.ts'
import { createSurroundings } from '../../src/app/service/runbook-surroundings.ts'
import type { Actor } from '../../src/domain/actor/actor.ts'
import { alertStatesSetting } from '../../src/ops/alerts/stored-states.ts'
import { unmet } from '../../src/ops/runbook/expectation.ts'
import { variableOf } from '../../src/ops/runbook/parameter.ts'
import type { RunbookStep } from '../../src/ops/runbook/runbook-page.ts'
import type { RunbookResult, RunbookRunId } from '../../src/ports/store/runbook-runs.ts'
import { runCommandProcess } from '../world/command-process.ts'
import { eventually } from '../world/eventually.ts'
import { fakeKubectl } from './fake-kubectl.ts'
import { originalCommands } from './original-commands.ts'
import { distinct, eachOf, keyOf, nameOf, type PageStep, requestOf } from './page-steps.ts'
import { configOf, type Scene, setScene, temporaryFolder } from './scene.ts'

vi.setConfig({ testTimeout: 180_000 })

const never = new AbortController().signal
const shell = createShell({ folder: tmpdir() })
const admin: Actor = { name: 'ada', role: 'admin', via: 'cli' }
const { pages } = readRunbookPages()

const all: readonly PageStep[] = pages.flatMap((page) =>
  page.steps.map((step) => ({ page: page.name, step })),
)
const isForKubernetes = ({ step }: PageStep) => step.needs.includes('kubernetes')

test('every command of every page does what it says on a running bot, and so do those of the original', async () => {
  const scene = await setScene()
  const here = all.filter((one) => !isForKubernetes(one))
  expect(await lookAtAll(scene, here)).toEqual([])
  await scene.backbone.circuits.failed({ kind: 'repository', subject: `main/${scene.repository}` }, 'a test')
  expect(await changeAll(scene, here)).toEqual([])
  await typedCommands(scene)
  await originalCommands(scene)
  expect(await destroyAll(scene, here)).toEqual([])
})

test('the commands for Kubernetes are well-formed; they are run against a script that only reads their words', async () => {
  const folder = temporaryFolder()
  const kubectl = join(folder, 'kubectl')
  writeFileSync(kubectl, fakeKubectl, { mode: 0o755 })
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, KUBECONFIG: join(folder, 'config') }
  const config = configOf({ AUTOGEN_DATA_FOLDER: folder })
  const surroundings = createSurroundings(config, env)
  expect(await surroundings.absence('kubernetes')).toBeNull()
  const wrong = await eachOf(distinct(all.filter(isForKubernetes)), async ([first]) => {
    const { step } = first as PageStep
    const vars = Object.entries(step.example).map(([name, value]) => [variableOf(name), value])
    const result = await shell.run(
      requestOf(step, { ...surroundings.env(step), ...Object.fromEntries(vars) }),
      never,
    )
    const reason = unmet(step.expectations, result)
    return reason === null ? [] : [`${nameOf(first as PageStep)}: ${reason} ${result.stderr}`]
  })
  expect(wrong).toEqual([])
})

/** Looks that show what a change did are taken after that change. */
async function lookAtAll(scene: Scene, steps: readonly PageStep[]): Promise<readonly string[]> {
  const verifying = new Set(
    steps.flatMap(({ page, step }) =>
      step.kind === 'read' || step.verify === null ? [] : [`${page}/${step.verify}`],
    ),
  )
  const isCalm = (one: PageStep) =>
    ['Diagnosis', 'Verification'].includes(one.step.section) || !verifying.has(nameOf(one))
  const looks = steps.filter((one) => one.step.kind === 'read' && isCalm(one))
  const surroundings = createSurroundings(scene.backbone.config, scene.env)
  // Alerts are evaluated for the first time after ten seconds: they are looked at last.
  const groups = distinct(looks.filter(({ step }) => !step.needs.includes('heap-snapshot')))
  const ofAlerts = (same: readonly PageStep[]) => same[0]?.step.command === 'autogen-bot alerts'
  const inOrder = groups.toSorted((one, other) => Number(ofAlerts(one)) - Number(ofAlerts(other)))
  return eachOf(inOrder, async (same) => {
    const [first] = same as [PageStep]
    if (ofAlerts(same))
      await eventually('the alerts to be evaluated', () =>
        scene.backbone.store.settings.read(alertStatesSetting),
      )
    for (const need of first.step.needs) expect(await surroundings.absence(need), need).toBeNull()
    const result = await shell.run(
      requestOf(first.step, { ...surroundings.env(first.step), ...variablesOf(scene, first.step) }),
      never,
    )
    return same.flatMap((one) => {
      const reason = result.ended === 'by-itself' ? unmet(one.step.expectations, result) : result.ended
      return reason === null
        ? []
        : [`${nameOf(one)}: ${reason}\n${result.stdout.slice(0, 2_000)}${result.stderr}`]
    })
  })
}

/** By the runbook, each with its undo. */
async function changeAll(scene: Scene, steps: readonly PageStep[]): Promise<readonly string[]> {
  const changes = distinct(steps.filter(({ step }) => step.kind === 'change')).map(
    ([first]) => first as PageStep,
  )
  const undos = new Set(
    changes.flatMap(({ page, step }) => (step.undo === null ? [] : [`${page}/${step.undo}`])),
  )
  const forward = changes.filter((one) => !undos.has(nameOf(one)) || one.step.undo !== null)
  const done = new Set<string>()
  const run = async (one: PageStep): Promise<readonly string[]> => {
    if (done.has(keyOf(one.step))) return []
    done.add(keyOf(one.step))
    const undo = steps.find(({ page, step }) => page === one.page && step.id === one.step.undo)
    const wrong = await changed(scene, one)
    return undo === undefined ? wrong : [...wrong, ...(await run(undo))]
  }
  // The snapshot takes longest, and the process stands still for it; the other changes do not wait for the process.
  const longestFirst = forward.toSorted((one, other) => other.step.timeoutMs - one.step.timeoutMs)
  const wrong = await eachOf(longestFirst, run)
  expect(changes.filter(({ step }) => !done.has(keyOf(step))).map(nameOf)).toEqual([])
  return wrong
}

/** As an operator types them. */
async function typedCommands({ env, backbone }: Scene): Promise<void> {
  const type = (...words: readonly string[]) => runCommandProcess(['runbook', 'run', ...words], env)
  const [look, plan, unasked] = await Promise.all([
    type('QueueStuck', '--step', 'queue', '--incident', '1', '--format', 'json'),
    type('webhook-delays', '--step', 'pause-repository', '--param', 'repository=octo/shop', '--dry-run'),
    type('webhook-delays', '--step', 'pause-repository', '--param', 'repository=octo/shop'),
  ])
  expect(look).toMatchObject({ exitCode: 0, stderr: '' })
  const { run, result } = JSON.parse(look.stdout) as { run: RunbookRunId; result: RunbookResult }
  expect(await backbone.store.runbookRuns.find(run)).toMatchObject({
    page: 'queue-stuck',
    incident: 1,
    result,
  })
  expect(plan).toMatchObject({ exitCode: 0, stderr: '' })
  expect(plan.stdout).toContain('with   repository = octo/shop')
  expect(plan.stdout).toContain('undo   resume-repository')
  expect(unasked).toMatchObject({ exitCode: 2, stdout: '' })
  expect(unasked.stderr).toContain('nothing was run. Without a terminal a change needs --yes.')
}

/** What does not come back, of a world that is thrown away. */
async function destroyAll(scene: Scene, steps: readonly PageStep[]): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const [first] of distinct(steps.filter(({ step }) => step.kind === 'destroy')))
    wrong.push(...(await changed(scene, first as PageStep)))
  return wrong
}

async function changed({ runbook, ...scene }: Scene, one: PageStep): Promise<readonly string[]> {
  const parameters = Object.fromEntries(
    one.step.parameters.map(({ name }) => [name, valueFor({ runbook, ...scene }, one.step, name)]),
  )
  const request = {
    page: one.page,
    step: one.step.id,
    parameters,
    actor: admin,
    incident: 1,
    isConfirmed: true,
  }
  const ran = await runbook.run(request, never)
  if (!ran.ok) return [`${nameOf(one)}: ${ran.failure.message}`]
  const { result, verification } = ran.value
  return [result, ...(verification === null ? [] : [verification.result])].flatMap(
    ({ verdict, reason, output }) =>
      verdict === 'as-expected' ? [] : [`${nameOf(one)}: ${verdict}. ${reason}\n${output}`],
  )
}

function valueFor(scene: Scene, step: RunbookStep, name: string): string {
  if (name === 'installation') return String(scene.installation)
  if (name === 'breaker') return `repository:main/${scene.repository}`
  return step.example[name] ?? ''
}

function variablesOf(scene: Scene, step: RunbookStep): Readonly<Record<string, string>> {
  return Object.fromEntries(
    step.parameters.map(({ name }) => [variableOf(name), valueFor(scene, step, name)]),
  )
}
