/**
 * Secrets are told by their form while analysers work in other processes: the agents will show lines of every text of the
 * change, and whoever asks for the mask afterwards finds these searched already.
 */
import type { Analysis } from '../ports/analysis/analysis.ts'
import type { ReadFile } from './read-change.ts'

export function maskAhead(
  analysis: Pick<Analysis, 'openMask'>,
  files: readonly Pick<ReadFile, 'head' | 'base' | 'removedLines'>[],
  signal: AbortSignal,
): void {
  // Whoever needs the mask hears of its failure.
  maskAll(analysis, files, signal).catch(() => {})
}

async function maskAll(
  analysis: Pick<Analysis, 'openMask'>,
  files: readonly Pick<ReadFile, 'head' | 'base' | 'removedLines'>[],
  signal: AbortSignal,
): Promise<void> {
  const mask = await analysis.openMask()
  for (const { head, base, removedLines } of files) {
    if (signal.aborted) return
    if (head !== null) mask(head)
    if (base !== null && removedLines.size > 0) mask(base)
    // What analysers say is heard in between.
    await new Promise(setImmediate)
  }
}
