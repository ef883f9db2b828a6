import { expect, test } from 'vitest'
import type { ProviderConfig } from '../../config/service/models-config.ts'
import { modelSecrets } from './model-secrets.ts'

const provider = (given: Partial<ProviderConfig>): ProviderConfig => {
  return { name: 'a', kind: 'openai', url: null, key: null, region: null, atOnceMax: 1, ...given }
}

test('keys of providers are secrets, and credentials that only the environment holds are where they are used', () => {
  const env = { AWS_SECRET_ACCESS_KEY: 'of AWS', AWS_SESSION_TOKEN: '', OPENAI_API_KEY: 'not used here' }
  const keyed = [
    provider({ key: 'a key' }),
    provider({ kind: 'openai-compatible', url: 'http://127.0.0.1:1' }),
  ]
  expect(modelSecrets({ providers: keyed }, env)).toEqual(['a key'])
  expect(modelSecrets({ providers: [...keyed, provider({ kind: 'bedrock' })] }, env)).toEqual([
    'a key',
    'of AWS',
  ])
  expect(modelSecrets({ providers: [provider({ kind: 'bedrock', key: 'of Bedrock' })] }, env)).toEqual([
    'of Bedrock',
  ])
})
