/** Which findings stand where a defect is known to be. */
import type { ExpectedDefect, Likeness, ReportedFinding } from './evaluated-case.ts'

/** @param linesMax how far apart the nearest lines of the two may be */
export function likenessByPlace(
  findings: readonly ReportedFinding[],
  defects: readonly ExpectedDefect[],
  linesMax: number,
): readonly Likeness[] {
  return findings.flatMap((finding) =>
    defects.flatMap((defect) => {
      const distance = distanceOf(finding, defect)
      if (distance === null || distance > linesMax) return []
      return [{ finding: finding.id, defect: defect.id, degree: 1 / (1 + distance) }]
    }),
  )
}

/** Lines between the two; null when they are in different files or the defect has no line. */
export function distanceOf(finding: ReportedFinding, { path, line, endLine }: ExpectedDefect): number | null {
  if (path === null || line === null || !isSameFile(finding.path, path)) return null
  const end = endLine ?? line
  return Math.max(0, line - finding.endLine, finding.line - end)
}

/** `named` may lack the first folders. */
export function isSameFile(path: string, named: string): boolean {
  return path === named || path.endsWith(`/${named}`)
}
