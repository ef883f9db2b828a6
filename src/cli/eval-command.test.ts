/** Evaluations from the command line: cases of both formats, runs that go on, a judge, two runs compared. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ScriptedModel, startScriptedModel } from '../../sim/model/scripted-model.ts'
import { autogenBot } from '../../test/world/command-line.ts'
import { openRepository } from '../../test/world/repository.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-eval-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const before = 'export function total(items) {\n  let sum = 0\n  return sum\n}\n'
const after = [
  'export function total(items) {',
  '  let sum = 0',
  '  for (let i = 0; i <= items.length; i++) sum += items[i].price',
  '  if (sum = 0) return null',
  '  return sum',
  '}',
  '',
].join('\n')

const loop = {
  path: 'cart.js',
  line: 3,
  severity: 'high',
  text: 'The loop runs past the end of items: the condition is wrong.',
}
const assignment = {
  path: 'cart.js',
  line: 4,
  severity: 'high',
  text: 'An assignment stands where a comparison was meant.',
}

/** A folder with one case, as people write them: YAML is JSON, too. */
function aCase(
  id: string,
  defects: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): string {
  const place = join(folder, 'cases', id)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'case.yaml'), JSON.stringify({ defects, ...more }))
  return place
}

function aRepository(place: string) {
  mkdirSync(place, { recursive: true })
  const repository = openRepository(place)
  const base = repository.commit('base', { 'cart.js': before })
  const head = repository.commit('head', { 'cart.js': after }, { from: 'base' })
  return { ...repository, base, head }
}

async function figures(...words: readonly string[]) {
  const said = await autogenBot('eval', ...words, '--format', 'json')
  return { ...said, json: said.answer === '' ? null : JSON.parse(said.answer) }
}

test('analysers alone: bundle and repository, what matched, and a run that goes on', async () => {
  const bundled = aCase('bundled', [loop, assignment])
  const { git } = aRepository(join(folder, 'origin'))
  git('bundle', 'create', '-q', join(bundled, 'change.bundle'), 'base', 'head')
  aRepository(aCase('plain', []))
  const out = join(folder, 'run.json')
  const words = [join(folder, 'cases'), '--analysers-only', '--lines', '0', '--out', out]

  const first = await figures(...words)
  expect(first).toMatchObject({
    exitCode: 0,
    told: '1/2 bundled: 2 findings, 2 known defects\n2/2 plain: 2 findings, 0 known defects\n',
    json: {
      scores: { precision: 0.25, recall: 0.5, f1: 1 / 3, dollarsPerChange: 0 },
      cases: [
        { id: 'bundled', truePositives: 1, falsePositives: 1, falseNegatives: 1, duplicates: 1 },
        { id: 'plain', truePositives: 0, falsePositives: 2, falseNegatives: 0, changedLines: 2 },
      ],
      failed: [],
    },
  })

  rmSync(join(bundled, 'change.bundle'))
  const second = await figures(...words)
  expect(second.exitCode).toBe(2)
  expect(second.told).toContain('neither a repository nor a change.bundle')

  aRepository(bundled)
  const third = await autogenBot('eval', ...words)
  expect(third.told).toContain('bundled: 2 findings, 2 known defects (kept from before)')
  expect(third.answer).toMatch(/precision +0\.250 +0\.000 to 0\.500/)
  expect(third.answer).toContain('2 changes, which is few')
})

test('a case whose commits are missing is told, tried again, and spoils nothing else', async () => {
  aRepository(aCase('a', [assignment]))
  const broken = aCase('b', [], { head: 'elsewhere' })
  aRepository(broken)
  const out = join(folder, 'run.json')
  const words = [join(folder, 'cases'), '--analysers-only', '--out', out]
  const run = await figures(...words)
  expect(run).toMatchObject({ exitCode: 1, json: { cases: [{ id: 'a' }], failed: [{ id: 'b' }] } })
  writeFileSync(join(broken, 'case.yaml'), '{}')
  expect(await figures(...words)).toMatchObject({ exitCode: 0, json: { failed: [] } })
  expect(JSON.parse(readFileSync(out, 'utf8')).cases.map(({ id }: { id: string }) => id)).toEqual(['a', 'b'])
})

test.each([
  [[], 'A folder of cases is missing'],
  [['--golden', 'x.json'], '--golden needs --repos'],
  [['.', '--fetch'], '--fetch is for --golden'],
  [['.', '--analysers-only', '--out', '.'], 'cannot be read (EISDIR).'],
  [['/nowhere', '--analysers-only'], 'is no folder'],
  [['--compare', 'only-one.json'], 'takes two files'],
  [['.', '--analysers-only'], 'holds no folder with a case.yaml'],
])('%j is refused with a sentence', async (words, sentence) => {
  const said = await autogenBot('eval', ...words)
  expect([said.exitCode, said.told, said.answer]).toEqual([2, expect.stringContaining(sentence), ''])
})

test.each([
  ['[{"url":', 'golden.json is no JSON: '],
  ['{}', 'golden.json, the whole: '],
  ['[{"comments": []}]', 'golden.json, [0].url: '],
  ['[{"url": "https://github.com/a/b/pull/1", "comments": [{"comment": 7}]}]', ', [0].comments[0]'],
  [
    '[{"url": "https://github.com/a/b/issues/1", "comments": []}]',
    '[0].url: "https://github.com/a/b/issues/1" is no',
  ],
  [JSON.stringify(Array(2).fill({ url: 'https://github.com/a/b/pull/1', comments: [] })), '[1].url: "https'],
])('golden comments %j: what is wrong, where, and how it has to look', async (text, sentence) => {
  const golden = join(folder, 'golden.json')
  writeFileSync(golden, text)
  const said = await autogenBot('eval', '--golden', golden, '--repos', folder, '--analysers-only')
  expect([said.exitCode, said.told]).toEqual([2, expect.stringContaining(sentence)])
  expect(said.told).toContain('It has to look like [{"url": "https://github.com/OWNER/NAME/pull/7"')
})

test('without a model nothing is reviewed, and what to set is said', async () => {
  aRepository(aCase('a', []))
  for (const name of [
    'ANTHROPIC_API_KEY',
    'OPENAI_API_KEY',
    'GOOGLE_GENERATIVE_AI_API_KEY',
    'AUTOGEN_MODEL_URL',
  ]) {
    vi.stubEnv(name, '')
  }
  const said = await autogenBot('eval', join(folder, 'cases'))
  expect([said.exitCode, said.told]).toEqual([2, expect.stringContaining('ANTHROPIC_API_KEY')])
})

test('agents and a judge: golden comments are matched by meaning, and two runs compared', async () => {
  const model = await startScriptedModel({
    scenario: `${import.meta.dirname}/../../sim/model/scenarios/default.yaml`,
  })
  try {
    useModel(model)
    const repositories = join(folder, 'repositories')
    const { git, base, head } = aRepository(join(repositories, 'acme__shop'))
    git('update-ref', 'refs/eval/7/base', base)
    git('update-ref', 'refs/eval/7/head', head)
    const golden = join(folder, 'golden.json')
    const comments = [{ comment: loop.text, severity: 'High' }, 'Nobody tested the empty cart.']
    writeFileSync(
      golden,
      JSON.stringify([{ pr_title: 'Totals', url: 'https://github.com/acme/shop/pull/7', comments }]),
    )
    const [first, second] = [join(folder, 'first.json'), join(folder, 'second.json')]
    const words = ['--golden', golden, '--repos', repositories]

    const alone = await figures(...words, '--analysers-only', '--out', first)
    expect(alone.json.scores).toMatchObject({ recall: 0, tokensPerChange: 0 })
    const both = await figures(...words, '--judge', '--out', second)
    expect(both).toMatchObject({ exitCode: 0, json: { scores: { recall: 0.5, dollarsPerChange: null } } })
    expect(both.json.scores.tokensPerChange).toBeGreaterThan(1_000)
    expect(both.json.judge).toEqual({ changes: 1, tokens: expect.any(Number), dollars: null })
    expect(alone.json.judge).toBeNull()
    expect(both.json.models).toMatchObject({ coder: ['compatible/scripted'], judge: ['compatible/judge'] })

    const asked = model.requests.length
    expect(model.requests.some(({ purpose }) => purpose === 'judge')).toBe(true)
    expect((await figures(...words, '--judge', '--out', second)).told).toContain('kept from before')
    expect(model.requests).toHaveLength(asked)

    const compared = await autogenBot('eval', '--compare', first, second)
    expect(compared.answer).toMatch(/recall +0\.000 +0\.500 +\+0\.500/)
    expect(compared.answer).toContain('no like for like')
  } finally {
    await model.close()
  }
}, 60_000)

test('Ctrl-C in the middle of a case: what was answered is not paid for again, and counts', async () => {
  const scenario = `${import.meta.dirname}/../../sim/model/scenarios/default.yaml`
  const [model, whole] = await Promise.all([
    startScriptedModel({ scenario }),
    startScriptedModel({ scenario }),
  ])
  try {
    aRepository(aCase('a', [assignment]))
    const words = ['eval', join(folder, 'cases'), '--format', 'json', '--out']
    useModel(whole)
    const atOnce = JSON.parse((await autogenBot(...words, join(folder, 'whole.json'))).answer)

    useModel(model)
    const out = join(folder, 'run.json')
    model.hold(({ purpose }) => purpose === 'challenge')
    const bin = `${import.meta.dirname}/../../bin/autogen-bot.js`
    const ended = spawn(process.execPath, [bin, ...words, out], { stdio: 'ignore' })
    const exit = once(ended, 'exit')
    await model.waitFor(({ purpose, state }) => purpose === 'challenge' && state() === 'held')
    await model.waitFor(({ purpose, state }) => purpose === 'walkthrough' && state() === 'answered')
    ended.kill('SIGINT')
    expect(await exit).toEqual([1, null])
    model.release()
    expect(readdirSync(folder)).toContain('run.json.answers')

    const said = await autogenBot(...words, out)
    expect(said.exitCode).toBe(0)
    const { cases, scores } = JSON.parse(said.answer)
    expect(cases[0].tokens).toBe(atOnce.cases[0].tokens)
    expect(scores.recall).toBe(atOnce.scores.recall)
    const answered = model.requests
      .filter(({ state }) => state() === 'answered')
      .map(({ purpose }) => purpose)
    expect(answered.sort()).toEqual(whole.requests.map(({ purpose }) => purpose).sort())
    expect(readdirSync(folder)).not.toContain('run.json.answers')
  } finally {
    await Promise.all([model.close(), whole.close()])
  }
}, 60_000)

test('a review that the agents did not finish counts nowhere', async () => {
  const model = await startScriptedModel({ scenario: { rules: [{ answer: { do: 'bad-key' } }] } })
  try {
    useModel(model)
    aRepository(aCase('a', [assignment]))
    const run = await figures(join(folder, 'cases'))
    expect(run).toMatchObject({ exitCode: 1, json: { cases: [], scores: { precision: null } } })
    expect(run.told).toContain('The agents did not finish')
  } finally {
    await model.close()
  }
}, 60_000)

function useModel(model: ScriptedModel) {
  vi.stubEnv('AUTOGEN_MODEL_URL', model.urls.compatible)
  vi.stubEnv('AUTOGEN_MODEL', 'compatible/scripted')
  vi.stubEnv('AUTOGEN_JUDGE_MODEL', 'compatible/judge')
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
}
