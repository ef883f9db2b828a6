/**
 * How grave a claim is by where it stands; how it was argued was weighed before.
 *
 * 1. In tests and examples nothing is graver than medium, secrets excepted: nobody runs them for users.
 * 2. In documents nothing is graver than low, secrets excepted.
 * 3. A claim that is less sure than a coin's toss goes one step down.
 */
import type { Category, Severity } from '../../domain/finding/severity.ts'
import { isAtLeast, severities } from '../../domain/finding/severity.ts'
import type { Language } from '../../domain/language.ts'
import { isTestPath } from '../context/test-paths.ts'

export interface ClaimPlace {
  readonly severity: Severity
  readonly category: Category
  readonly confidence: number
  readonly path: string
  readonly language: Language | null
}

export function calibrateByPlace({ severity, category, confidence, path, language }: ClaimPlace): Severity {
  const most = category === 'secret' ? 'critical' : mostAt(path, language)
  const bounded = isAtLeast(severity, most) ? most : severity
  return confidence < 0.5 ? oneDown(bounded) : bounded
}

const examplePath = /(?:^|\/)(?:fixtures|examples?)\//

function mostAt(path: string, language: Language | null): Severity {
  if (language === 'markdown') return 'low'
  return isTestPath(path) || examplePath.test(path) ? 'medium' : 'critical'
}

function oneDown(severity: Severity): Severity {
  return severities[Math.min(severities.indexOf(severity) + 1, severities.length - 1)] as Severity
}
