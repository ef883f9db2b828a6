/** Stories of a developer, the command line and two agents, whose models are named by the environment alone. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { startScriptedModel } from '../../sim/model/scripted-model.ts'
import type { ReportJson } from '../../src/cli/render/report-schema.ts'
import { carefulScenario, modelKey } from '../world/agents-world.ts'
import { baseFiles, wrongFind, wrongTotal } from '../world/argued-shop.ts'
import { autogenBot, watchedAutogenBot } from '../world/command-line.ts'
import { freePort } from '../world/free-port.ts'
import { createRepository, type Files } from '../world/repository.ts'

/** All that names a model or opens the way to one: nothing of this machine is part of a story. */
const variables = [
  'ANTHROPIC_API_KEY',
  'OPENAI_API_KEY',
  'GOOGLE_GENERATIVE_AI_API_KEY',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AUTOGEN_MODEL',
  'AUTOGEN_CODER_MODEL',
  'AUTOGEN_REVIEWER_MODEL',
  'AUTOGEN_GUIDE_MODEL',
  'AUTOGEN_JUDGE_MODEL',
  'AUTOGEN_MODEL_URL',
  'AUTOGEN_MODEL_KEY',
]

beforeEach(() => {
  for (const name of variables) vi.stubEnv(name, '')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

/** Line 6 of `total.ts` is wrong for the agents alone, line 4 of `find.ts` for an analyser, too. */
function wrongShop(base: Files = {}): readonly string[] {
  const { folder, commit } = createRepository()
  commit('main', { ...baseFiles, ...base })
  commit('change', { 'src/total.ts': wrongTotal, 'src/find.ts': wrongFind }, { from: 'main' })
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
  return ['review', '--repo', folder, '--base', 'main', '--head', 'change', '--agents']
}

function modelAt(url: string): void {
  vi.stubEnv('AUTOGEN_MODEL', 'compatible/scripted')
  vi.stubEnv('AUTOGEN_MODEL_URL', url)
  vi.stubEnv('AUTOGEN_MODEL_KEY', modelKey)
}

async function scripted(): Promise<void> {
  const model = await startScriptedModel({ scenario: carefulScenario })
  onTestFinished(() => model.close())
  modelAt(model.urls.compatible)
}

async function serverThat(answers: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answers).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

function listed({ findings }: ReportJson): readonly string[] {
  return findings.map(({ source, path, line }) => `${source} ${path}:${line}`).sort()
}

describe('without access to a model', () => {
  test('nothing is reviewed, and it is said what to set', async () => {
    expect(await autogenBot(...wrongShop())).toEqual({
      exitCode: 2,
      answer: '',
      told: expect.stringMatching(
        /^autogen-bot: environment: no key of a provider of models is set; set ANTHROPIC_API_KEY, /,
      ),
    })
    vi.stubEnv('AUTOGEN_MODEL', 'anthropic/claude-sonnet-5-5')
    const named = await autogenBot(...wrongShop())
    expect(named.exitCode).toBe(2)
    expect(named.told).toContain('no access to anthropic; set ANTHROPIC_API_KEY')
  })

  test('a key with a blank is refused without being repeated', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'half a-secret')
    const said = await autogenBot(...wrongShop())
    expect(said).toMatchObject({ exitCode: 2, answer: '' })
    expect(said.told).toContain('OPENAI_API_KEY: is not a key')
    expect(said.told).not.toContain('a-secret')
  })
})

describe('with a server of one’s own', () => {
  test('the agents’ findings stand beside those of analysers; their argument is told when asked for', async () => {
    await scripted()
    const words = [...wrongShop(), '--format', 'json']
    const plain = await autogenBot(...words)
    expect(plain).toMatchObject({ exitCode: 0, told: '' })
    const report = JSON.parse(plain.answer) as ReportJson
    expect(listed(report)).toEqual(['agent src/total.ts:6', 'analyser src/find.ts:4'])
    expect(plain.answer).not.toContain('"voices"')
    expect(report).not.toHaveProperty('dropped')

    const explained = JSON.parse((await autogenBot(...words, '--explain')).answer) as ReportJson
    expect(listed(explained)).toEqual(listed(report))
    expect(explained.findings.find(({ source }) => source === 'agent')?.voices).toMatchObject([
      { speaker: 'coder', stance: 'proposes' },
      { speaker: 'reviewer', stance: 'confirms' },
    ])
    expect(explained.dropped?.map(({ path, line, reason }) => `${path}:${line} ${reason}`)).toContain(
      'src/find.ts:8 refuted',
    )
  })

  test('in words, with progress where somebody looks, and not in the answer', async () => {
    await scripted()
    const words = wrongShop()
    const { answer, told, exitCode } = await watchedAutogenBot(...words, '--explain', '--fail-on', 'high')
    expect(exitCode).toBe(1)
    expect(told).toContain('agents arguing')
    expect(answer).not.toContain('agents arguing')
    expect(answer).toContain('agents/loop-runs-one-past  src/total.ts:6')
    expect(answer).toMatch(/› coder proposes: /)
    expect(answer).toMatch(/› reviewer confirms: /)
    expect(answer).toMatch(/Agents: .*compatible\/scripted/)
    expect(answer + told).not.toContain(modelKey)
  })

  test('that the base switches them off is said to who asked for them', async () => {
    await scripted()
    const words = wrongShop({ '.autogen-bot.yaml': 'agents: { enabled: false }\n' })
    const { answer, told, exitCode } = await autogenBot(...words, '--format', 'json')
    expect(exitCode).toBe(0)
    expect(told).toContain('`agents.enabled` is false')
    expect(listed(JSON.parse(answer))).toEqual(['analyser src/find.ts:4'])
  })
})

describe('when no model answers, analysers review, and it is said', () => {
  async function notesOf(words: readonly string[]): Promise<readonly string[]> {
    const { exitCode, told, answer } = await autogenBot(...words, '--format', 'json')
    expect({ exitCode, told }).toEqual({ exitCode: 0, told: '' })
    const report = JSON.parse(answer) as ReportJson
    expect(listed(report)).toEqual(['analyser src/find.ts:4'])
    expect(report.agents?.stopped?.kind).toBe('model-failed')
    return report.notes
  }

  test('nobody is there', async () => {
    modelAt(`http://127.0.0.1:${await freePort()}/v1`)
    expect(await notesOf(wrongShop())).toEqual([
      expect.stringMatching(/^Analysers only: .*compatible cannot be reached/),
    ])
  })

  test('a server that repeats in its error what it was sent does not get our key told', async () => {
    modelAt(
      await serverThat((request, response) => {
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ error: { message: request.headers.authorization } }))
      }),
    )
    const words = wrongShop()
    expect(await notesOf(words)).toEqual([expect.stringContaining('(400): [key]')])
    const { answer, told } = await watchedAutogenBot(...words, '--explain')
    expect(answer).toContain('Analysers only: ')
    expect(answer + told).not.toContain(modelKey)
  })
})
