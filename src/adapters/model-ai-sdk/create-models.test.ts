import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { noModels } from '../../config/service/models-config.ts'
import type { ModelName } from '../../domain/agents/model-usage.ts'
import { createModels } from './create-models.ts'

const local = {
  name: 'local',
  kind: 'openai-compatible',
  url: null,
  key: null,
  region: null,
  atOnceMax: 1,
} as const

test('each role has its chain, a model is made once, and a name has its slashes', () => {
  const [a, b] = ['local/Qwen/Qwen3-Coder', 'local/b'] as ModelName[] as [ModelName, ModelName]
  const models = createModels(
    { ...noModels, providers: [local], roles: { coder: [a, b], reviewer: [b], guide: [], judge: [] } },
    { now: () => 0 },
  )
  expect(models.clientsOf('coder').map(({ model }) => model)).toEqual([a, b])
  expect(models.clientsOf('coder')[1]).toBe(models.clientsOf('reviewer')[0])
  expect(models.clientsOf('guide')).toEqual([])
  expect([...models.byName.keys()]).toEqual([a, b])
})

test('nothing of the SDK is loaded before a model is asked', () => {
  const script = `
    import { registerHooks } from 'node:module'
    const seen = []
    registerHooks({ resolve: (name, context, next) => { seen.push(name); return next(name, context) } })
    const { createModels } = await import('./create-models.ts')
    const { createPrices } = await import('./prices.ts')
    const config = ${JSON.stringify({ ...noModels, providers: [local], roles: { ...noModels.roles, coder: ['local/a'] } })}
    createPrices(config, Date.now).of('local/a')
    const [model] = createModels(config, { now: Date.now }).clientsOf('coder')
    process.stdout.write(JSON.stringify([model.model, seen.filter((name) => /^ai$|^@ai-sdk|^zod/.test(name))]))
  `
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd,
    encoding: 'utf8',
  })
  expect(JSON.parse(said)).toEqual(['local/a', []])
})
