/** Results that other tools wrote down as SARIF, beside those of our own analysers. */
import { readFile, realpath } from 'node:fs/promises'
import { fitToText } from '../analysers/sarif-import/fit-to-text.ts'
import type { ImportedObservation } from '../analysers/sarif-import/sarif-import.ts'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import type { Analysis } from '../ports/analysis/analysis.ts'

export interface SarifFailure {
  readonly kind: 'bad-sarif'
  readonly message: string
  readonly remedy: string
}

export interface SarifResults {
  /** By path inside the repository. */
  readonly observations: ReadonlyMap<string, readonly ImportedObservation[]>
  /** Sentences about results that could not be used. */
  readonly notes: readonly string[]
}

/** @param repository the folder where the tools ran: absolute paths in their results are taken from there */
export async function readSarifFiles(
  files: readonly string[],
  repository: string,
): Promise<Outcome<SarifResults, SarifFailure>> {
  const observations = new Map<string, ImportedObservation[]>()
  const notes: string[] = []
  if (files.length === 0) return succeed({ observations, notes })
  // Loaded only when there is something to import: it brings a schema library.
  const { importSarif } = await import('../analysers/sarif-import/sarif-import.ts')
  const root = await realpath(repository).catch(() => null)
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) return fail(unreadable(file))
    const imported = importSarif(text, { root })
    if (!imported.ok) {
      const { what, where, how } = imported.failure
      return fail({ kind: 'bad-sarif', message: `${file}: ${what} (${where}).`, remedy: how })
    }
    for (const [path, found] of imported.value.observations) {
      observations.set(path, [...(observations.get(path) ?? []), ...found])
    }
    notes.push(...droppedNotes(file, imported.value.dropped))
  }
  return succeed({ observations, notes })
}

/** The analysis with the imported results beside its own; those of files that it does not read are of no concern. */
export function withSarif(analysis: Analysis, imported: SarifResults): Analysis {
  if (imported.observations.size === 0 && imported.notes.length === 0) return analysis
  return {
    ...analysis,
    async analyse(files, ...rest) {
      const result = await analysis.analyse(files, ...rest)
      return {
        ...result,
        notes: [...result.notes, ...imported.notes],
        files: result.files.map((file, at) => {
          const found = imported.observations.get(file.path) ?? []
          return { ...file, observations: [...file.observations, ...fitToText(found, files[at]?.head ?? '')] }
        }),
      }
    },
  }
}

function droppedNotes(file: string, dropped: readonly { readonly reason: string }[]): readonly string[] {
  return [...Map.groupBy(dropped, ({ reason }) => reason)].map(
    ([reason, results]) => `${file}: ${results.length} results were not used. ${reason}`,
  )
}

function unreadable(file: string): SarifFailure {
  return {
    kind: 'bad-sarif',
    message: `${file} cannot be read.`,
    remedy: 'Name a SARIF 2.1.0 file with --sarif FILE.',
  }
}
