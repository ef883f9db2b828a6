/**
 * The format of public benchmarks: a JSON array of pull requests, each with the comments that a good review makes. They
 * name no lines. The repositories are looked up in a folder of ours, where `fetchPullRequest` puts them.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Severity } from '../../domain/finding/severity.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { CasesProblem, EvaluationCase } from './evaluation-case.ts'
import { shapeProblem } from './shape-problem.ts'

/** Keys that we do not know are passed over: such files carry more than they need. */
export const GoldenComments = z.array(
  z.object({
    pr_title: z.string().nullish(),
    /** Of the pull request: `https://github.com/OWNER/NAME/pull/7`. */
    url: z.string().max(2_000),
    comments: z.array(
      z.union([
        z
          .string()
          .min(1)
          .transform((comment) => ({ comment, severity: null, path: null, line: null })),
        z.object({
          comment: z.string().min(1),
          severity: z.string().nullish(),
          path: z.string().nullish(),
          line: z.number().int().min(1).nullish(),
        }),
      ]),
    ),
  }),
)

export interface GoldenPullRequest {
  readonly owner: string
  readonly name: string
  readonly number: number
  readonly title: string
  readonly comments: z.infer<typeof GoldenComments>[number]['comments']
}

const address = /^https?:\/\/[^/\s]+\/([A-Za-z0-9_.-]+)\/([A-Za-z0-9_.-]+)\/pull\/(\d{1,9})(?:[/?#].*)?$/

/** @param path a JSON file, or a folder of them */
export async function readGoldenComments(
  path: string,
): Promise<Outcome<readonly GoldenPullRequest[], CasesProblem>> {
  const files = await filesAt(path)
  if (files.length === 0) return fail(problem(`${path} is neither a JSON file nor a folder that holds one`))
  const all: GoldenPullRequest[] = []
  for (const file of files) {
    const json = parseJson(await readFile(file, 'utf8'))
    if (!json.ok) return fail(problem(`${file} is no JSON: ${json.failure}`))
    const read = GoldenComments.safeParse(json.value)
    if (!read.success) return fail(problem(`${file}, ${shapeProblem(read.error)}`))
    for (const [at, { url, pr_title, comments }] of read.data.entries()) {
      const [, owner, name, number] = address.exec(url) ?? []
      if (owner === undefined || name === undefined || isDots(owner) || isDots(name)) {
        return fail(problem(`${file}, [${at}].url: ${JSON.stringify(url)} is no address of a pull request`))
      }
      const one = { owner, name, number: Number(number), title: pr_title ?? '', comments }
      if (all.some((other) => isSame(one, other)))
        return fail(problem(`${file}, [${at}].url: ${JSON.stringify(url)} is there twice`))
      all.push(one)
    }
  }
  return succeed(all)
}

/** Refs in the pull request's repository under the folder. */
export function goldenRefs(number: number): { readonly base: string; readonly head: string } {
  return { base: `refs/eval/${number}/base`, head: `refs/eval/${number}/head` }
}

export function goldenCases(
  pullRequests: readonly GoldenPullRequest[],
  repositoriesFolder: string,
): Outcome<readonly EvaluationCase[], CasesProblem> {
  const folderOf = ({ owner, name }: GoldenPullRequest) => join(repositoriesFolder, `${owner}__${name}`)
  const missing = pullRequests.find((one) => !existsSync(folderOf(one)))
  if (missing !== undefined) {
    return fail({
      message: `${folderOf(missing)} is missing.`,
      remedy: 'Add --fetch, and what the comments are about is fetched first.',
    })
  }
  return succeed(
    pullRequests.map((one) => ({
      id: `${one.owner}__${one.name}__${one.number}`,
      repository: { kind: 'folder', path: folderOf(one) },
      ...goldenRefs(one.number),
      title: one.title,
      description: '',
      expected: one.comments.map(({ comment, severity, path, line }, at) => ({
        id: `d${at + 1}`,
        path: path ?? null,
        line: line ?? null,
        endLine: line ?? null,
        severity: severityOf(severity),
        text: comment,
      })),
    })),
  )
}

function severityOf(word: string | null | undefined): Severity {
  const known: Readonly<Record<string, Severity>> = {
    critical: 'critical',
    high: 'high',
    low: 'low',
    minor: 'low',
  }
  return known[word?.toLowerCase() ?? ''] ?? 'medium'
}

async function filesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => null)
  if (found === null) return []
  if (!found.isDirectory()) return [path]
  const names = await readdir(path)
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name))
}

function parseJson(text: string): Outcome<unknown, string> {
  try {
    return succeed(JSON.parse(text))
  } catch (error) {
    return fail((error as SyntaxError).message)
  }
}

function isSame(one: GoldenPullRequest, other: GoldenPullRequest): boolean {
  return one.owner === other.owner && one.name === other.name && one.number === other.number
}

function isDots(part: string): boolean {
  return part === '.' || part === '..'
}

function problem(message: string): CasesProblem {
  return {
    message: `${message}.`,
    remedy:
      'It has to look like [{"url": "https://github.com/OWNER/NAME/pull/7", "comments": [{"comment": "...", "severity": "High"}]}]; docs/eval.md says more.',
  }
}
