/**
 * `node bench/eval-golden.ts --golden FILE --repos DIR [--fetch-only] [-- words of autogen-bot eval]`: a public benchmark
 * in one command. Fetches what the golden comments are about, then evaluates on it.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readGoldenComments } from '../src/app/evaluation/read-golden-comments.ts'
import { fetchPullRequest } from './eval-golden/fetch-pull-request.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    golden: { type: 'string' },
    repos: { type: 'string' },
    'fetch-only': { type: 'boolean', default: false },
    api: { type: 'string', default: 'https://api.github.com' },
    git: { type: 'string', default: 'https://github.com' },
  },
})
process.exitCode = await run()

async function run(): Promise<number> {
  const { golden, repos } = values
  if (golden === undefined || repos === undefined) return refuse('--golden and --repos are needed.')
  const read = await readGoldenComments(golden)
  if (!read.ok) return refuse(`${read.failure.message} ${read.failure.remedy}`)
  const host = { apiUrl: values.api, gitUrl: values.git, token: process.env.GITHUB_TOKEN || null }
  let failures = 0
  for (const [at, pullRequest] of read.value.entries()) {
    const { owner, name, number } = pullRequest
    const outcome = await fetchPullRequest(pullRequest, repos, host).catch(
      (error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`,
    )
    if (outcome.startsWith('failed')) failures += 1
    process.stderr.write(`${at + 1}/${read.value.length} ${owner}/${name}#${number}: ${outcome}\n`)
  }
  if (values['fetch-only']) return failures === 0 ? 0 : 1
  return evaluate(['eval', '--golden', golden, '--repos', repos, ...positionals])
}

function evaluate(words: readonly string[]): Promise<number> {
  const program = join(import.meta.dirname, '..', 'bin', 'autogen-bot.js')
  const child = spawn(process.execPath, [program, ...words], { stdio: 'inherit' })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 2
}
