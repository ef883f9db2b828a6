/** Opens a change and has it analysed, for a question that is no review: what people ask of the agents. */
import { type Outcome, succeed } from '../domain/outcome.ts'
import type { ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { SourceFailure } from '../ports/source/source.ts'
import { analyseSnapshot, memoryBytesMax, toDiscuss } from './analyse-snapshot.ts'
import type { ReviewOptions, ReviewParts } from './run-review.ts'

export async function withAnalysedChange<ConfigFailure, Result>(
  parts: Omit<ReviewParts<ConfigFailure>, 'agents'>,
  { request, signal }: Pick<ReviewOptions, 'request' | 'signal'>,
  use: (change: ChangeToDiscuss) => Promise<Result>,
): Promise<Outcome<Result, SourceFailure | ConfigFailure>> {
  parts.analysis.prepare({ memoryBytesMax }, signal)
  const opened = await parts.source.open(request, signal)
  try {
    if (!opened.ok) return opened
    const read = await analyseSnapshot(parts, { request, signal }, opened.value, {})
    return read.ok ? succeed(await use(await toDiscuss(parts, read.value, opened.value, signal))) : read
  } finally {
    await parts.analysis.close()
    if (opened.ok) await opened.value.close()
  }
}
