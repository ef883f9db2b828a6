/** The promise of a model, kept over every wire format, with the scripted model on loopback at the other end. */
import { startScriptedModel } from '../../../sim/model/scripted-model.ts'
import type { ProviderConfig, ProviderKind } from '../../config/service/models-config.ts'
import {
  type ContractBehaviour,
  contractAnswer,
  contractCall,
  contractNow,
  describeModelContract,
  type OpenedModel,
} from '../../ports/model/model-contract.ts'
import { createModelClient } from './create-model-client.ts'

const key = 'sk-test-4f1c9a7b2e6d8053'
const models: Readonly<Record<ProviderKind, string>> = {
  openai: 'gpt-4.1',
  'openai-chat': 'gpt-4.1',
  anthropic: 'claude-sonnet-4-5',
  google: 'gemini-2.5-flash',
  bedrock: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'openai-compatible': 'qwen3-coder',
}

for (const kind of Object.keys(models) as ProviderKind[])
  describeModelContract(kind, (one) => open(kind, one))

async function open(kind: ProviderKind, behaviour: ContractBehaviour): Promise<OpenedModel> {
  const server = await startScriptedModel({
    scenario: {
      ...(behaviour === 'refuses-the-key' ? { key: 'another' } : {}),
      ...(behaviour === 'has-no-such-model' ? { models: ['another'] } : {}),
      rules: [
        ...(deeds[behaviour] === null ? [] : [{ times: 1, answer: deeds[behaviour] }]),
        { answer: { do: 'json' as const, value: contractAnswer } },
      ],
    },
  })
  const provider: ProviderConfig = {
    name: kind,
    kind,
    url: server.urls[kind === 'openai-chat' ? 'openai' : kind === 'openai-compatible' ? 'compatible' : kind],
    key,
    region: 'eu-central-1',
    atOnceMax: 4,
  }
  return {
    client: createModelClient({ provider, model: models[kind], now: contractNow }),
    key,
    requests: () => server.requests.length,
    asked: async () => void (await server.waitFor(() => true)),
    close: () => server.close(),
  }
}

type Deed = NonNullable<
  Exclude<Parameters<typeof startScriptedModel>[0]['scenario'], string>['rules']
>[number]['answer']

const deeds: Readonly<Record<ContractBehaviour, Deed | null>> = {
  answers: null,
  fences: {
    do: 'say',
    text: `Here it is:\n\`\`\`json\n${JSON.stringify(contractAnswer)}\n\`\`\`\nNothing else {was} found.`,
  },
  'calls-tools': { do: 'call-tools', calls: [contractCall] },
  'rate-limits': { do: 'rate-limit', retryAfterS: 7 },
  'is-overloaded': { do: 'overloaded' },
  'is-down': { do: 'unavailable', status: 502 },
  'hangs-up': { do: 'reset' },
  stalls: { do: 'stall' },
  drips: { do: 'drip', bytes: 1, everyMs: 200 },
  refuses: { do: 'refuse' },
  'is-cut-off': { do: 'cut-off' },
  'writes-no-json': { do: 'say', text: 'It looks fine to me.' },
  'says-nothing': { do: 'empty' },
  'is-too-long': { do: 'too-long' },
  'refuses-the-key': null,
  'has-no-such-model': null,
}
