/**
 * The file of a run: what is needed to score it, compare it, and go on with it. It is written after every case, whole,
 * so that a run that was ended goes on where it was.
 */
import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { likenessKinds } from '../../domain/evaluation/evaluated-case.ts'
import { severities } from '../../domain/finding/severity.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { CasesProblem } from './evaluation-case.ts'

const lineNumber = z.number().int().min(1)
const severity = z.enum(severities)

const RunCase = z.object({
  id: z.string(),
  /** Of all that the review came from: the same key needs no new review. */
  reviewKey: z.string(),
  /** Of all that the pairs came from; null: they were not found, so the case counts nowhere and is judged again. */
  likenessKey: z.string().nullable(),
  expected: z.array(
    z.object({
      id: z.string(),
      path: z.string().nullable(),
      line: lineNumber.nullable(),
      endLine: lineNumber.nullable(),
      severity,
      text: z.string(),
    }),
  ),
  findings: z.array(
    z.object({
      id: z.string(),
      path: z.string(),
      line: lineNumber,
      endLine: lineNumber,
      side: z.enum(['RIGHT', 'LEFT']),
      severity,
      source: z.enum(['analyser', 'agent']),
      rule: z.string(),
      message: z.string(),
    }),
  ),
  likeness: z.object({
    kind: z.enum(likenessKinds),
    pairs: z.array(z.object({ finding: z.string(), defect: z.string(), degree: z.number().min(0).max(1) })),
  }),
  changedLines: z.number().int().min(0),
  durationMs: z.number().min(0),
  tokens: z.number().min(0),
  microDollars: z.number().nullable(),
  /** Absent in files of older versions. */
  judging: z
    .object({ tokens: z.number().min(0), microDollars: z.number().nullable() })
    .nullable()
    .default(null),
})
export type RunCase = z.infer<typeof RunCase>

export const EvaluationRun = z.object({
  kind: z.literal('autogen-bot-evaluation'),
  version: z.literal(1),
  /** Of the program. */
  program: z.string(),
  /** By role; empty: analysers only. */
  models: z.record(z.string(), z.array(z.string())),
  linesMax: z.number().int().min(0),
  cases: z.array(RunCase),
  /** Cases that could not be reviewed or judged: tried again by the next run. */
  failed: z.array(z.object({ id: z.string(), message: z.string() })),
})
export type EvaluationRun = z.infer<typeof EvaluationRun>

/** Null when there is no such file yet. */
export async function readRun(file: string): Promise<Outcome<EvaluationRun | null, CasesProblem>> {
  const remedy = 'Name another file with --out; this one is left as it is.'
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error)
  if (typeof text !== 'string') {
    if (text.code === 'ENOENT') return succeed(null)
    return fail({ message: `${file} cannot be read (${text.code ?? text.message}).`, remedy })
  }
  const read = EvaluationRun.safeParse(parseJson(text))
  return read.success ? succeed(read.data) : fail({ message: `${file} is not the file of a run.`, remedy })
}

export async function writeRun(file: string, run: EvaluationRun): Promise<void> {
  const beside = `${file}.${randomUUID()}.part`
  try {
    await writeFile(beside, `${JSON.stringify(run, null, 1)}\n`)
    await rename(beside, file)
  } finally {
    await rm(beside, { force: true })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
