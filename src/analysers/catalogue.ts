/** All analysers, in the order in which a file meets them: the cheap and certain first. */
import type { Analyser, CommandAnalyser, TextAnalyser } from './analyser.ts'
import { astGrep } from './ast-grep/ast-grep.ts'
import { biome } from './biome/biome.ts'
import { conflictMarkers } from './conflict-markers/conflict-markers.ts'
import { debugging } from './debugging/debugging.ts'
import { dependencies } from './dependencies/dependencies.ts'
import { dockerfile } from './dockerfile/dockerfile.ts'
import { ordersToModels } from './orders-to-models/orders-to-models.ts'
import { oxlint } from './oxlint/oxlint.ts'
import { ruff } from './ruff/ruff.ts'
import { secrets } from './secrets/secrets.ts'
import { shellcheck } from './shellcheck/shellcheck.ts'
import { suppressions } from './suppressions/suppressions.ts'
import { trojanSource } from './trojan-source/trojan-source.ts'
import { validity } from './validity/validity.ts'
import { workflows } from './workflows/workflows.ts'

export const textAnalysers = [
  conflictMarkers,
  trojanSource,
  ordersToModels,
  suppressions,
  debugging,
  secrets,
  astGrep,
  ruff,
  validity,
  workflows,
  dockerfile,
  dependencies,
] as const satisfies readonly TextAnalyser[]

export const commandAnalysers = [oxlint, biome, shellcheck] as const satisfies readonly CommandAnalyser[]

export const analysers: readonly Analyser[] = [...textAnalysers, ...commandAnalysers]
