/** Our own format: a folder with one folder a case, each with `case.yaml` and a git repository or bundle. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { readYaml } from '../../config/yaml-document.ts'
import { severities } from '../../domain/finding/severity.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { CaseRepository, CasesProblem, EvaluationCase } from './evaluation-case.ts'
import { shapeProblem } from './shape-problem.ts'

export const caseFileName = 'case.yaml'

const ref = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^-].*$/, 'must not begin with a dash')

export const CaseFile = z.strictObject({
  base: ref.default('base'),
  head: ref.default('head'),
  /** Of the repository, or of a bundle (`*.bundle`), from this folder. */
  repo: z.string().min(1).optional(),
  title: z.string().max(1_000).default(''),
  description: z.string().max(100_000).default(''),
  /** Empty: nothing is known to be wrong, so all that is found is noise. */
  defects: z
    .array(
      z.strictObject({
        path: z.string().min(1),
        /** Of the head, from 1. */
        line: z.number().int().min(1),
        endLine: z.number().int().min(1).optional(),
        severity: z.enum(severities),
        text: z.string().min(1).max(10_000),
      }),
    )
    .default([]),
})
export type CaseFile = z.infer<typeof CaseFile>

export async function readCaseFolder(
  folder: string,
): Promise<Outcome<readonly EvaluationCase[], CasesProblem>> {
  const names = await readdir(folder).catch(() => null)
  if (names === null) return fail(problem(`${folder} is no folder that can be read`))
  const isOne = names.includes(caseFileName)
  const folders = isOne
    ? [resolve(folder)]
    : names
        .sort()
        .map((name) => resolve(folder, name))
        .filter((path) => existsSync(join(path, caseFileName)))
  if (folders.length === 0) return fail(problem(`${folder} holds no folder with a ${caseFileName}`))
  const cases: EvaluationCase[] = []
  for (const path of folders) {
    const read = await readCase(path)
    if (!read.ok) return read
    cases.push(read.value)
  }
  return succeed(cases)
}

async function readCase(folder: string): Promise<Outcome<EvaluationCase, CasesProblem>> {
  const file = join(folder, caseFileName)
  const yaml = readYaml(await readFile(file, 'utf8'))
  if (!yaml.ok) return fail(problem(`${file}: ${yaml.failure.problems[0]?.wrong ?? 'is no YAML'}`))
  const read = CaseFile.safeParse(yaml.value.value ?? {})
  if (!read.success) return fail(problem(`${file}, ${shapeProblem(read.error)}`))
  const { base, head, title, description, defects } = read.data
  const repository = repositoryOf(folder, read.data.repo)
  if (repository === null) {
    return fail(
      problem(`${file}: there is neither a repository nor a change.bundle beside it, and no \`repo\` in it`),
    )
  }
  const expected = defects.map(({ endLine, ...defect }, at) => {
    return { ...defect, id: `d${at + 1}`, endLine: endLine ?? defect.line }
  })
  return succeed({ id: basename(folder), repository, base, head, title, description, expected })
}

function repositoryOf(folder: string, named: string | undefined): CaseRepository | null {
  if (named !== undefined) {
    const path = resolve(folder, named)
    if (!existsSync(path)) return null
    return { kind: path.endsWith('.bundle') ? 'bundle' : 'folder', path }
  }
  const bundle = join(folder, 'change.bundle')
  if (existsSync(bundle)) return { kind: 'bundle', path: bundle }
  const isRepository = existsSync(join(folder, '.git')) || existsSync(join(folder, 'HEAD'))
  return isRepository ? { kind: 'folder', path: folder } : null
}

function problem(message: string): CasesProblem {
  return { message: `${message}.`, remedy: 'docs/eval.md says what a case looks like.' }
}
