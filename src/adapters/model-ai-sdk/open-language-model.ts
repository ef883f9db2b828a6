/**
 * The SDK's model of a provider. A provider's library is loaded when its first request is made: no other command pays
 * for that. Addresses are always given, so that none comes from a variable that was meant for another program.
 */
import type { LanguageModel } from 'ai'
import type { ProviderConfig } from '../../config/service/models-config.ts'
import type { Fetch } from './bounded-fetch.ts'

export async function openLanguageModel(
  { kind, url, key, region }: ProviderConfig,
  model: string,
  fetch: Fetch,
): Promise<LanguageModel> {
  // Empty keys would be looked for in the environment; `boundedFetch` takes this one off again.
  const apiKey = key ?? 'none'
  switch (kind) {
    case 'openai':
    case 'openai-chat': {
      const { createOpenAI } = await import('@ai-sdk/openai')
      const openai = createOpenAI({ apiKey, baseURL: url ?? 'https://api.openai.com/v1', fetch })
      return kind === 'openai' ? openai.responses(model) : openai.chat(model)
    }
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic')
      return createAnthropic({ apiKey, baseURL: url ?? 'https://api.anthropic.com/v1', fetch })(model)
    }
    case 'google': {
      const { createGoogle } = await import('@ai-sdk/google')
      const baseURL = url ?? 'https://generativelanguage.googleapis.com/v1beta'
      return createGoogle({ apiKey, baseURL, fetch })(model)
    }
    case 'bedrock': {
      const { createAmazonBedrock } = await import('@ai-sdk/amazon-bedrock')
      return createAmazonBedrock({
        ...(key === null ? {} : { apiKey: key }),
        ...(region === null ? {} : { region }),
        ...(url === null ? {} : { baseURL: url }),
        fetch,
      })(model)
    }
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
      return createOpenAICompatible({
        name: 'compatible',
        apiKey,
        baseURL: url ?? 'http://127.0.0.1:11434/v1',
        supportsStructuredOutputs: true,
        fetch,
      })(model)
    }
  }
}
