/** Reads both sides of a changed file and asks every check. */
import type { Observation } from '../../domain/finding/observation.ts'
import type { AnalysedText } from '../analyser.ts'
import { type Check, openChange } from './change.ts'
import { checkDowngrades } from './checks/downgrades.ts'
import { checkInstallHooks, checkInstallScripts } from './checks/install-scripts.ts'
import { checkIntegrity } from './checks/integrity.ts'
import { checkNewPackages } from './checks/new-packages.ts'
import { checkPins } from './checks/pins.ts'
import { checkRegistries, checkSources } from './checks/sources.ts'
import { checkTyposquats } from './checks/typosquats.ts'
import { formatOf } from './file-formats.ts'
import { parsers } from './formats/parsers.ts'

/** A lock file may be larger than code; what is larger still is not read here. */
const charactersMax = 8 * 1024 * 1024

const checks: readonly Check[] = [
  checkNewPackages,
  checkDowngrades,
  checkSources,
  checkRegistries,
  checkIntegrity,
  checkInstallScripts,
  checkInstallHooks,
  checkPins,
  checkTyposquats,
]

export function compareDependencies(text: AnalysedText): readonly Observation[] {
  const format = formatOf(text.path)
  if (format === null || text.head === null) return []
  if (text.head.length > charactersMax || (text.base?.length ?? 0) > charactersMax) return []
  const parse = parsers[format.id]
  const head = parse(text.head)
  if (head === null) return []
  const change = openChange(text, format, text.base === null ? null : parse(text.base), head)
  return checks.flatMap((check) => check(change))
}
