/** What this analyser can say. */
import type { RuleRecord } from '../../domain/finding/observation.ts'

function rule(
  id: string,
  title: string,
  severity: RuleRecord['severity'],
  confidence: number,
  cwe: readonly string[] = [],
): RuleRecord {
  return { id, title, severity, category: 'security', cwe, confidence, defect: null }
}

export const catalogue = {
  newPackage: rule('new-package', 'A dependency is new', 'low', 0.7, ['CWE-1357']),
  downgrade: rule('downgrade', 'A dependency goes down to an older version', 'medium', 0.8, ['CWE-1395']),
  nonRegistrySource: rule(
    'non-registry-source',
    'A dependency does not come from a registry',
    'medium',
    0.9,
    ['CWE-829'],
  ),
  installScript: rule('install-script', 'Something new runs when packages are installed', 'medium', 0.8, [
    'CWE-829',
  ]),
  integrityRemoved: rule(
    'integrity-removed',
    'A lock file no longer holds the hash of a package',
    'high',
    0.9,
    ['CWE-494'],
  ),
  integrityChanged: rule(
    'integrity-changed',
    'The hash of a package changes under the same version',
    'high',
    0.9,
    ['CWE-494'],
  ),
  unpinned: rule('unpinned', 'A dependency may be any version', 'medium', 0.85, ['CWE-1357']),
  registryChanged: rule('registry-changed', 'Packages come from another host than before', 'high', 0.85, [
    'CWE-427',
  ]),
  typosquat: rule(
    'typosquat',
    'The name of a new dependency is a slip away from a well-known one',
    'medium',
    0.7,
    ['CWE-1357'],
  ),
} as const satisfies Record<string, RuleRecord>
