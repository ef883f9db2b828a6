/** Runs every search over a text and reports each secret once. */
import { type Observation, observe } from '../../domain/finding/observation.ts'
import { severityWeight } from '../../domain/finding/severity.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import type { AnalysedText } from '../analyser.ts'
import { findAddressPasswords } from './address-passwords.ts'
import { findAssignedSecrets } from './assigned-secrets.ts'
import { ruleOf } from './catalogue.ts'
import { findConfigLogins } from './config-logins.ts'
import type { FoundSecret, SearchedText, SecretSearch } from './found-secret.ts'
import { findPrivateKeys } from './private-keys.ts'
import { isSamplePath } from './sample-path.ts'
import { lazySecretlint } from './secretlint-tokens.ts'
import { findTokens } from './token-patterns.ts'

export function openSecrets(): (text: AnalysedText) => Promise<readonly Observation[]> {
  const searches: readonly SecretSearch[] = [
    findTokens,
    findPrivateKeys,
    findConfigLogins,
    findAddressPasswords,
    lazySecretlint(),
    findAssignedSecrets,
  ]
  return async ({ head, path, language }) => {
    if (head === null) return []
    const searched: SearchedText = { text: head, path, language, isSample: isSamplePath(path) }
    const found: FoundSecret[] = []
    for (const search of searches) found.push(...(await search(searched)))
    return report(head, withoutOverlaps(found))
  }
}

/** Of secrets that share characters the gravest stays; what is told by its form goes before what is told by a name. */
function withoutOverlaps(found: readonly FoundSecret[]): readonly FoundSecret[] {
  const byPlace = found.toSorted((a, b) => a.start - b.start || weight(b) - weight(a))
  const kept: FoundSecret[] = []
  for (const secret of byPlace) {
    const last = kept.at(-1)
    if (last === undefined || secret.start >= last.end) kept.push(secret)
    else if (weight(secret) > weight(last)) kept[kept.length - 1] = secret
  }
  return kept
}

function weight({ rule, severity }: FoundSecret): number {
  return rule === 'assigned-secret' ? 0 : severityWeight(severity ?? ruleOf(rule).severity)
}

function report(text: string, found: readonly FoundSecret[]): readonly Observation[] {
  const lines = indexLines(text)
  const placed = found.map((secret) => ({
    secret,
    from: lines.positionAt(secret.start),
    to: lines.positionAt(secret.end),
  }))
  // Reports of one line may be merged, so each masks all that is secret there.
  const ofLine = Map.groupBy(placed, ({ from }) => from.line)
  return placed.map(({ secret, from, to }) => {
    const rule = ruleOf(secret.rule)
    const values = new Set(ofLine.get(from.line)?.flatMap((other) => other.secret.values))
    return observe(
      rule,
      { line: from.line, column: from.column, endLine: to.line, endColumn: to.column },
      `${secret.what} is written into the file. Revoke it and read it from the environment or a secret store: it stays in the history even when the line goes.`,
      {
        secrets: [...values],
        ...(secret.severity === undefined ? {} : { severity: secret.severity }),
        ...(secret.confidence === undefined ? {} : { confidence: secret.confidence }),
      },
    )
  })
}
