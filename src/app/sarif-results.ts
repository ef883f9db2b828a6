/** Results that other tools wrote down as SARIF, beside those of our own analysers. */
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ImportedSarif, importSarif } from '../analysers/sarif-import/sarif-import.ts'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import type { Analysis } from '../ports/analysis/analysis.ts'

export interface SarifFailure {
  readonly kind: 'bad-sarif'
  readonly message: string
  readonly remedy: string
}
