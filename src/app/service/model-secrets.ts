/** What must never be said, of the providers of models. */
import type { ModelsConfig } from '../../config/service/models-config.ts'

/** @param env where a provider of AWS finds its credentials by itself */
export function modelSecrets(
  { providers }: Pick<ModelsConfig, 'providers'>,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const isAws = providers.some(({ kind, key }) => kind === 'bedrock' && key === null)
  const credentials = isAws
    ? [env.AWS_BEARER_TOKEN_BEDROCK, env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN]
    : []
  return [...providers.map(({ key }) => key), ...credentials].flatMap((secret) => (secret ? [secret] : []))
}
