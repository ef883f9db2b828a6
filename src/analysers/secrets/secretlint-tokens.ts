/**
 * Tokens of the many services that secretlint knows and the patterns here do not.
 *
 * Its rules are named one by one: those for AWS accounts, addresses and e-mail-like things report what is no secret,
 * and its filter for comments would let a change excuse itself.
 */
import type { SecretLintRuleCreator } from '@secretlint/types'
import type { FoundSecret, SearchedText, SecretSearch } from './found-secret.ts'
import { entropy, isMadeUp } from './placeholder.ts'

const services: Readonly<Record<string, string>> = {
  shopify: 'A Shopify token',
  grafana: 'A Grafana token',
  groq: 'A Groq API key',
  huggingface: 'A Hugging Face token',
  linear: 'A Linear API key',
  notion: 'A Notion token',
  '1password': 'A 1Password service account token',
  'hashicorp-vault': 'A HashiCorp Vault token',
  vercel: 'A Vercel token',
  databricks: 'A Databricks token',
  docker: 'A Docker Hub token',
  figma: 'A Figma token',
  cloudflare: 'A Cloudflare token',
  tailscale: 'A Tailscale key',
}

/** How the tokens of these services begin. Without one of them secretlint has nothing to find, and is not even loaded. */
export const beginnings =
  /shp(?:pa|ca|at|ss)_|gl(?:c|sa)_|gsk_|hf_|lin_api_|ntn_|ops_ey|hv[sbr]\.|vc[piark]_|dapi|dckr_pat_|figd_|cf(?:k|ut|at)_|tskey-/

export function lazySecretlint(): SecretSearch {
  let opened: Promise<SecretSearch> | null = null
  return async (searched) => {
    if (!beginnings.test(searched.text)) return []
    opened ??= openSecretlint()
    const search = await opened
    return search(searched)
  }
}

async function openSecretlint(): Promise<SecretSearch> {
  const [{ lintSource }, { rules }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ])
  const chosen = (rules as readonly SecretLintRuleCreator[])
    .filter((rule) => services[serviceOf(rule.meta.id)] !== undefined)
    .map((rule) => ({ id: rule.meta.id, rule }))

  return async ({ text }: SearchedText): Promise<Iterable<FoundSecret>> => {
    const { messages } = await lintSource({
      // No path: its rules would look for files beside it.
      source: { filePath: '/text', content: text, ext: '', contentType: 'text' },
      options: { noPhysicFilePath: true, config: { rules: chosen } },
    })
    return messages.flatMap(({ ruleId, ruleParentId, range: [start, end] }) => {
      const value = text.slice(start, end)
      const what = services[serviceOf(ruleId)] ?? services[serviceOf(ruleParentId ?? '')] ?? 'A token'
      if (isMadeUp(value) || entropy(value) < 3.2) return []
      return [{ rule: 'provider-token', what, start, end, values: [value] } as const]
    })
  }
}

function serviceOf(ruleId: string): string {
  return ruleId.replace('@secretlint/secretlint-rule-', '')
}
