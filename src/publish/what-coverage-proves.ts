/**
 * What a line of the coverage lets us say. Two things hang on it: a check is green only when nothing was missed, and a
 * finding counts as gone only when its file was read.
 *
 * Left out on purpose, and therefore not missed: what the repository's configuration leaves out (`paths`, `languages`),
 * and what by its name or kind holds no lines that a person wrote (binary, generated, minified, vendored, links,
 * submodules). Everything else that was skipped was wanted and is missed: too large, too many, not fetched, not reached,
 * and what only its own text says about itself: a mark, a long line or a NUL byte must not turn a check green.
 */
import { withoutAgentsUnread } from '../domain/review/agents-unread.ts'
import type { CoverageLine, ReviewReport } from '../domain/review/report.ts'

/** `read`: nothing of it is missing; `left-out`: on purpose; `missed`: somebody might have expected it to be read. */
export type CoverageProof = 'read' | 'left-out' | 'missed'

// The coverage has sentences only. A test makes each of them with the code that writes them, so that a change shows.
const onPurpose: readonly RegExp[] = [
  /^excluded by /,
  /^not among the paths that the configuration includes/,
  /^The configuration \(`languages`\) leaves out /,
  /^A symbolic link: /,
  /^A submodule: /,
  /^It was an? .{1,20} and is an? .{1,20} now\.$/,
  /^Vendored: /,
  /^Generated: its name /,
  /^Minified: made by /,
  /^Binary: /,
]

/** Read in an unusual way, but read. */
const readAllTheSame: readonly string[] = [
  'A lock file: what it installs was compared, its lines were not read as code.',
  'UTF-16: git shows no lines of it, so lines were compared by their content.',
  'Objects of this change are missing here, so lines were compared by their content.',
  'It was binary before: every line counts as added.',
]

export function whatCoverageProves({ status, reason }: CoverageLine): CoverageProof {
  const words = reason ?? ''
  switch (status) {
    case 'reviewed':
      return 'read'
    case 'partly':
      return readAllTheSame.includes(words) ? 'read' : 'missed'
    case 'skipped':
      return onPurpose.some((pattern) => pattern.test(words)) ? 'left-out' : 'missed'
  }
}

/**
 * Whether a finding that is told no more is proven to be gone. Analysers and agents read apart: what only agents have
 * seen is not gone because they were stopped, and what an analyser saw is gone whether agents read the file or not.
 *
 * @param line of the finding's file; undefined when the change no longer touches it
 * @param rule null when nobody remembers it: then both have to have read the file
 */
export function provesGone(
  line: CoverageLine | undefined,
  rule: string | null,
  { agents }: Pick<ReviewReport, 'agents'>,
): boolean {
  if (line === undefined) return true
  const isAgents = rule === null || rule.startsWith('agents/')
  if (isAgents) {
    const haveAgentsRead = agents !== undefined && agents.stopped === null
    return (haveAgentsRead || rule === null) && whatCoverageProves(line) === 'read'
  }
  const reason = withoutAgentsUnread(line.reason)
  const status = line.status === 'partly' && reason === null ? 'reviewed' : line.status
  return whatCoverageProves({ ...line, status, reason }) === 'read'
}
