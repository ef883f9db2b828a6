/**
 * Tokens that are told by their own form.
 *
 * Every pattern is bound in length and anchored at a boundary, so a text of one endless line costs one pass each.
 * Group `v`, where there is one, is the secret itself.
 */
import type { SecretRule } from './catalogue.ts'
import type { FoundSecret, SearchedText } from './found-secret.ts'
import { entropy, isMadeUp } from './placeholder.ts'

interface TokenPattern {
  readonly rule: SecretRule
  readonly what: string
  readonly pattern: RegExp
  /** Bits a character below which a match is taken for prose or a constant. */
  readonly entropyMin?: number
  /** True when an invented one is common in tests: then tests are not reported. */
  readonly silentInSamples?: boolean
  readonly accepts?: (value: string) => boolean
  /** Words nearby that show the key to be published by design; then the report is a hint. */
  readonly publicNear?: RegExp
}

const nearby = 400

const patterns: readonly TokenPattern[] = [
  {
    rule: 'aws-access-key',
    what: 'An AWS access key ID',
    pattern: /(?<![A-Za-z0-9_])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9_])/g,
    entropyMin: 2.5,
  },
  {
    rule: 'aws-secret-key',
    what: 'An AWS secret access key',
    pattern:
      /(?:aws[\w.-]{0,24}?(?:secret|sk)|secret_?access_?key)[\w.-]{0,24}["'`\]]{0,2}\s{0,4}(?:=>|:=|=|:|,)\s{0,4}["'`]?(?<v>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    entropyMin: 4,
    accepts: (value) => !/^[0-9a-fA-F]+$/.test(value),
  },
  {
    rule: 'azure-key',
    what: 'An Azure account key',
    pattern:
      /(?:AccountKey|SharedAccessKey)=(?<v>[A-Za-z0-9+/]{43}(?:[A-Za-z0-9+/]{43}=)?=)(?![A-Za-z0-9+/=])/g,
    entropyMin: 3.5,
    // The storage emulator's key is the same everywhere and public.
    accepts: (value) => !value.startsWith('Eby8vdM02xNO'),
  },
  {
    rule: 'gcp-api-key',
    what: 'A Google API key',
    pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g,
    entropyMin: 3.5,
    // A web page has to carry the key of its Firebase project.
    publicNear: /authDomain|firebaseapp\.com|messagingSenderId/,
  },
  {
    rule: 'github-token',
    what: 'A GitHub token',
    pattern:
      /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])/g,
    entropyMin: 3.5,
  },
  {
    rule: 'github-token',
    what: 'A GitHub installation token',
    pattern: /(?<![\w-])ghs_\d{1,12}_[\w-]{10,1000}\.[\w-]{10,4000}\.[\w-]{20,1000}/g,
    entropyMin: 3.5,
  },
  {
    rule: 'gitlab-token',
    what: 'A GitLab token',
    pattern: /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{20,64}(?![\w-])/g,
    entropyMin: 3.2,
  },
  {
    rule: 'slack-token',
    what: 'A Slack token',
    pattern: /(?<![A-Za-z0-9])xox[abeoprs]-(?:\d-)?\d{6,14}-[A-Za-z0-9-]{16,120}(?![A-Za-z0-9-])/g,
    entropyMin: 3,
  },
  {
    rule: 'slack-token',
    what: 'A Slack webhook',
    pattern:
      /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/T[A-Z0-9]{7,12}\/[AB][A-Z0-9]{7,12}\/(?<v>[A-Za-z0-9]{18,40})/g,
    entropyMin: 3,
  },
  {
    rule: 'provider-token',
    what: 'An access token of autogen-bot',
    pattern: /(?<![A-Za-z0-9])agbot_[a-z0-9]{10}_(?<v>[A-Za-z0-9]{49})(?![A-Za-z0-9])/g,
    entropyMin: 3.5,
  },
  {
    rule: 'provider-token',
    what: 'A Discord webhook',
    pattern: /https:\/\/(?:\w{1,20}\.)?discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/(?<v>[\w-]{60,80})/g,
    entropyMin: 3.5,
  },
  {
    rule: 'stripe-key',
    what: 'A live Stripe key',
    pattern: /(?<![A-Za-z0-9])[sr]k_live_[A-Za-z0-9]{16,247}(?![A-Za-z0-9])/g,
    entropyMin: 3,
  },
  {
    rule: 'twilio-key',
    what: 'A Twilio API key',
    pattern: /(?<![A-Za-z0-9_])SK[0-9a-f]{32}(?![A-Za-z0-9_])/g,
    entropyMin: 3,
  },
  {
    rule: 'sendgrid-key',
    what: 'A SendGrid API key',
    pattern: /(?<![\w.-])SG\.[\w-]{20,24}\.[\w-]{39,50}(?![\w-])/g,
    entropyMin: 3.5,
  },
  {
    rule: 'registry-token',
    what: 'An npm token',
    pattern: /(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/g,
    entropyMin: 3.5,
  },
  {
    rule: 'registry-token',
    what: 'A PyPI token',
    pattern: /(?<![\w-])pypi-AgE[\w-]{50,1000}/g,
    entropyMin: 3.5,
  },
  {
    rule: 'registry-token',
    what: 'A RubyGems key',
    pattern: /(?<![A-Za-z0-9_])rubygems_[0-9a-f]{48}(?![A-Za-z0-9_])/g,
    entropyMin: 3,
  },
  {
    rule: 'model-api-key',
    what: 'An Anthropic API key',
    pattern: /(?<![\w-])sk-ant-[a-z]{2,8}\d{2}-[\w-]{32,200}/g,
    entropyMin: 3.5,
  },
  {
    rule: 'model-api-key',
    what: 'An OpenAI API key',
    pattern: /(?<![\w-])sk-(?:(?:proj|svcacct|admin|None)-[\w-]{32,220}|[A-Za-z0-9]{48}(?![\w-]))/g,
    entropyMin: 3.7,
  },
  {
    rule: 'provider-token',
    what: 'A DigitalOcean token',
    pattern: /(?<![A-Za-z0-9_])do[opr]_v1_[0-9a-f]{64}(?![A-Za-z0-9_])/g,
    entropyMin: 3,
  },
  {
    rule: 'provider-token',
    what: 'A Telegram bot token',
    pattern: /(?<![\w:])\d{8,10}:AA[\w-]{33}(?![\w-])/g,
    entropyMin: 4,
  },
  {
    rule: 'provider-token',
    what: 'An age secret key',
    pattern: /(?<![A-Z0-9-])AGE-SECRET-KEY-1[0-9A-Z]{58}(?![0-9A-Z])/g,
    entropyMin: 3.5,
  },
  {
    rule: 'jwt',
    what: 'A JSON Web Token',
    pattern: /(?<![\w.-])eyJ[\w-]{10,1000}\.eyJ[\w-]{10,4000}\.[\w-]{27,1400}(?![\w.-])/g,
    entropyMin: 4,
    silentInSamples: true,
    // The one that every introduction shows: subject 1234567890.
    accepts: (value) => !value.includes('.eyJzdWIiOiIxMjM0NTY3ODkw'),
  },
]

export function* findTokens({ text, isSample }: SearchedText): Iterable<FoundSecret> {
  for (const {
    rule,
    what,
    pattern,
    entropyMin = 0,
    silentInSamples = false,
    accepts,
    publicNear,
  } of patterns) {
    if (isSample && silentInSamples) continue
    for (const match of text.matchAll(pattern)) {
      const value = match.groups?.v ?? match[0]
      if (isMadeUp(value) || entropy(value) < entropyMin || accepts?.(value) === false) continue
      const end = match.index + match[0].length
      const isPublic = publicNear?.test(text.slice(Math.max(0, match.index - nearby), end + nearby)) === true
      yield {
        rule,
        what,
        start: end - value.length,
        end,
        values: [value],
        ...(isPublic ? { severity: 'low', confidence: 0.5 } : {}),
      }
    }
  }
}
