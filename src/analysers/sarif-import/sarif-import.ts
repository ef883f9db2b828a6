/**
 * Results that other tools wrote down as SARIF 2.1.0, read as observations by path. The file may be anything: what
 * cannot be used is dropped with its reason, and only a file that is no such log at all is a failure.
 */
import type { Observation } from '../../domain/finding/observation.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { type PathProblem, repositoryPath } from './repository-path.ts'
import {
  categoryOf,
  confidenceOf,
  cweOf,
  messageOf,
  plainName,
  type RuleFinder,
  ruleFinder,
  severityOf,
} from './rule-facts.ts'
import { Log, Region, Result, Run } from './sarif-schema.ts'
import { wholeLineFix } from './whole-line-fix.ts'

export interface ImportedObservation extends Observation {
  /** `sarif-` and the tool's name, so that no file speaks for an analyser of ours. */
  readonly analyser: string
  /** What the tool counts as one column; `fitToText` makes code units of it. */
  readonly columnsCount: 'code-units' | 'code-points'
}

export type DropCause =
  | PathProblem
  | 'no-line'
  | 'suppressed'
  | 'nothing-wrong'
  | 'no-longer-there'
  | 'malformed'
  | 'too-many'

export interface DroppedResult {
  /** Index of the run and of the result in the file, from 0. */
  readonly run: number
  readonly result: number | null
  /** `analyser/rule`, as far as known. */
  readonly rule: string
  readonly cause: DropCause
  readonly reason: string
}

export interface ImportedSarif {
  /** By path inside the repository. Ranges may end past a line's end: see `fitToText`. */
  readonly observations: ReadonlyMap<string, readonly ImportedObservation[]>
  readonly dropped: readonly DroppedResult[]
}

/** What is wrong, where in the file, and how to mend it. */
export interface SarifProblem {
  readonly kind: 'bad-sarif'
  readonly what: string
  readonly where: string
  readonly how: string
}

export interface SarifOptions {
  /** Absolute path of the repository where the tool ran; null when it is not known. */
  readonly root: string | null
}

const charactersMax = 64 * 1024 * 1024
const resultsMax = 50_000
/** A column past every line's end: the result covers its whole line. */
const wholeLine = 1_000_000

const reasons: Readonly<Record<DropCause, string>> = {
  'no-location': 'It names no file.',
  'foreign-address': 'Its address is no file of this machine or repository.',
  'outside-repository': 'Its path is outside the repository.',
  'no-line': 'It names no line, only an offset or the file as a whole.',
  suppressed: 'The tool counts it as suppressed.',
  'nothing-wrong': 'The tool says that nothing is wrong there.',
  'no-longer-there': 'The tool compares with an earlier run and says that it is gone.',
  malformed: 'It does not have the shape that SARIF 2.1.0 gives it.',
  'too-many': `The file has more than ${resultsMax.toLocaleString('en')} results; the rest is not read.`,
}

export function importSarif(text: string, options: SarifOptions): Outcome<ImportedSarif, SarifProblem> {
  const log = readLog(text)
  if (!log.ok) return log
  const observations = new Map<string, ImportedObservation[]>()
  const dropped: DroppedResult[] = []
  let results = 0
  for (const [runIndex, raw] of log.value.runs.entries()) {
    const run = Run.safeParse(raw)
    if (!run.success) {
      dropped.push(drop(runIndex, null, 'sarif', 'malformed'))
      continue
    }
    const analyser = analyserOf(run.data)
    const findRule = ruleFinder(run.data)
    for (const [resultIndex, rawResult] of (run.data.results ?? []).entries()) {
      results += 1
      if (results > resultsMax) {
        dropped.push(drop(runIndex, resultIndex, analyser, 'too-many'))
        return succeed({ observations, dropped })
      }
      const read = readResult(rawResult, run.data, findRule, analyser, options.root)
      if (read.ok) add(observations, read.value.path, read.value.observation)
      else dropped.push(drop(runIndex, resultIndex, read.failure.rule, read.failure.cause))
    }
  }
  return succeed({ observations, dropped })
}

interface Read {
  readonly path: string
  readonly observation: ImportedObservation
}

function readResult(
  raw: unknown,
  run: Run,
  findRule: RuleFinder,
  analyser: string,
  root: string | null,
): Outcome<Read, { readonly rule: string; readonly cause: DropCause }> {
  const parsed = Result.safeParse(raw)
  if (!parsed.success) return fail({ rule: analyser, cause: 'malformed' })
  const result = parsed.data
  const known = findRule(result)
  const rule = plainName(result.ruleId ?? result.rule?.id ?? known?.id ?? '', 'result')
  const refuse = (cause: DropCause) => fail({ rule: `${analyser}/${rule}`, cause })
  const severity = severityOf(result, known)
  if ((result.kind ?? 'fail') !== 'fail' || severity === null) return refuse('nothing-wrong')
  if (result.baselineState === 'absent') return refuse('no-longer-there')
  if (isSuppressed(result)) return refuse('suppressed')
  const location = result.locations?.[0]?.physicalLocation
  const path = repositoryPath(location?.artifactLocation, run, root)
  if (!path.ok) return refuse(path.failure)
  const range = rangeOf(location?.region ?? Region.parse({}))
  if (range === null) return refuse('no-line')
  const cwe = cweOf(result, known)
  const replacement = wholeLineFix(result.fixes, range.line, range.endLine, (change) => {
    const other = repositoryPath(change.artifactLocation, run, root)
    return other.ok && other.value === path.value
  })
  const observation: ImportedObservation = {
    ...range,
    side: 'RIGHT',
    analyser,
    rule,
    severity,
    category: categoryOf(result, known, cwe),
    cwe,
    message: messageOf(result, known),
    confidence: confidenceOf(known),
    defect: null,
    replacement,
    secrets: [],
    columnsCount: run.columnKind === 'unicodeCodePoints' ? 'code-points' : 'code-units',
  }
  return succeed({ path: path.value, observation })
}

function readLog(text: string): Outcome<Log, SarifProblem> {
  if (text.length > charactersMax) {
    return fail(problem('The file is larger than 64 MiB.', 'the whole file', 'Split it by tool or folder.'))
  }
  let raw: unknown
  try {
    raw = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
  } catch {
    return fail(
      problem('The file is no JSON.', 'the whole file', 'Give a SARIF 2.1.0 file as the tool wrote it.'),
    )
  }
  const log = Log.safeParse(raw)
  if (log.success) return succeed(log.data)
  const at = log.error.issues[0]?.path.join('.') ?? ''
  if (at === 'version') {
    return fail(
      problem('The version of the log is not 2.1.0.', '"version"', 'Have the tool write SARIF 2.1.0.'),
    )
  }
  return fail(
    problem(
      'The file is no SARIF log: it has no list of runs.',
      at === '' ? 'the whole file' : `"${at}"`,
      'Give a SARIF 2.1.0 file as the tool wrote it.',
    ),
  )
}

function problem(what: string, where: string, how: string): SarifProblem {
  return { kind: 'bad-sarif', what, where, how }
}

/** Missing columns mean the whole line; an end before the start counts as missing. */
function rangeOf(region: Region): Pick<Observation, 'line' | 'column' | 'endLine' | 'endColumn'> | null {
  const line = region.startLine
  if (line === undefined) return null
  const column = region.startColumn ?? 1
  const endLine = Math.max(line, region.endLine ?? line)
  const end = region.endColumn ?? wholeLine
  const isForward = endLine > line || end > column
  return { line, column, endLine, endColumn: isForward ? end : wholeLine }
}

/** Suppressed, unless somebody still decides about it or refused it. */
function isSuppressed(result: Result): boolean {
  const states = (result.suppressions ?? []).map((one) => one?.status ?? 'accepted')
  return states.length > 0 && states.every((state) => state === 'accepted')
}

function analyserOf(run: Run): string {
  return `sarif-${plainName((run.tool.driver.name ?? '').toLowerCase(), 'tool')}`
}

function add(
  observations: Map<string, ImportedObservation[]>,
  path: string,
  observation: ImportedObservation,
): void {
  const known = observations.get(path)
  if (known === undefined) observations.set(path, [observation])
  else known.push(observation)
}

function drop(run: number, result: number | null, rule: string, cause: DropCause): DroppedResult {
  return { run, result, rule, cause, reason: reasons[cause] }
}
