/** What an operator reads of models in `autogen-bot doctor`. */
import { expect, test } from 'vitest'
import { type ModelsConfig, noModels } from '../../config/service/models-config.ts'
import { readModels } from '../../config/service/read-models.ts'
import { diagnoseModels } from './diagnose-models.ts'

const now = Date.UTC(2026, 10, 23)
const key = 'a-key-that-nobody-reads'

/** As the section of the file would be read. */
function configured(section: Readonly<Record<string, unknown>>): ModelsConfig {
  const problems: never[] = []
  const sources = {
    file: { name: 'service.yaml', text: '' },
    env: { ANTHROPIC_API_KEY: key },
    flags: {},
    readSecretFile: () => null,
    resolvePath: (path: string) => path,
  }
  const models = readModels(section, sources, problems)
  expect(problems).toEqual([])
  return models
}

function told(models: ModelsConfig): readonly string[] {
  return diagnoseModels(models, now).map(({ verdict, found, remedy }) =>
    [verdict, found, ...(remedy === null ? [] : [remedy])].join(' | '),
  )
}

const anthropic = { name: 'anthropic', kind: 'anthropic' }
const local = { name: 'local', kind: 'openai-compatible', url: 'http://127.0.0.1:11434/v1' }

test('no model is no fault', () => {
  expect(told(noModels)).toEqual(['good | None are configured: analysers alone review (docs/models.md).'])
})

test('who is asked, in which order, and never with which key', () => {
  const chain = ['anthropic/claude-sonnet-5-5', 'anthropic/claude-haiku-5-5']
  const lines = told(configured({ providers: [anthropic], roles: { coder: chain, guide: chain[1] } }))
  expect(lines).toEqual([
    `good | coder: ${chain.join(', then ')}; reviewer: ${chain.join(', then ')}; guide: ${chain[1]}.`,
  ])
  expect(lines.join()).not.toContain(key)
})

test('a model without a price is told once, whatever its roles, and what still limits it', () => {
  const section = { providers: [local], roles: { coder: 'local/qwen' } }
  expect(told(configured(section)).slice(1)).toEqual([
    'weak | No price is known of local/qwen: limits in dollars do not count them. | Give it in models.prices; tokens are limited all the same.',
  ])
  expect(told(configured({ ...section, budget: { day: { dollars: 5 } } })).slice(1)).toEqual([
    'weak | No price is known of local/qwen, and the limit of a day is in dollars alone: nothing limits them. | Give prices in models.prices, or models.budget.day a limit in tokens.',
  ])
  const prices = [{ model: 'local/qwen', input: 0, output: 0 }]
  expect(told(configured({ ...section, prices }))).toHaveLength(1)
})
