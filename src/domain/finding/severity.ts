export const severities = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof severities)[number]

export const categories = ['security', 'correctness', 'performance', 'maintainability', 'secret'] as const
export type Category = (typeof categories)[number]

const weights: Readonly<Record<Severity, number>> = { critical: 1000, high: 100, medium: 10, low: 1 }

/** How much one finding of this severity counts against another's, before confidence. */
export function severityWeight(severity: Severity): number {
  return weights[severity]
}

/** True when `severity` is as bad as `threshold` or worse. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold)
}
