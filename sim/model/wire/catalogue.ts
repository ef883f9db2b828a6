/** The wire formats that the server speaks, each under a path of its own. */
import { anthropic } from './anthropic.ts'
import { bedrock } from './bedrock.ts'
import { google } from './google.ts'
import { openaiChat, openaiCompatible } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'
import type { WireFormat } from './question.ts'

export const wireFormats: readonly WireFormat[] = [
  openaiChat,
  openaiResponses,
  anthropic,
  google,
  bedrock,
  openaiCompatible,
]
