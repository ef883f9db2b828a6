/** What the npm registry knows of the modules that are installed here, asked through npm itself. */
import { execFile } from 'node:child_process'
import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'

export interface NpmRegistryOptions {
  /** With package.json and package-lock.json. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface InstalledAdvisory {
  readonly module: string
  readonly severity: 'critical' | 'high' | 'moderate' | 'low' | 'info'
  readonly title: string
  readonly mend: string | null
}

export interface NewerVersion {
  readonly module: string
  readonly current: string
  readonly latest: string
}

export interface NpmRegistry {
  /** The failure is a sentence. Most severe first. */
  advisories(signal: AbortSignal): Promise<Outcome<readonly InstalledAdvisory[], string>>
  /** Of direct dependencies. */
  newer(signal: AbortSignal): Promise<Outcome<readonly NewerVersion[], string>>
}

const askMsMax = 45_000
const bytesMax = 32 * 1_048_576
const titleMax = 200
const severities = ['critical', 'high', 'moderate', 'low', 'info'] as const

const Audit = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.enum(severities),
      via: z.array(z.union([z.string(), z.object({ title: z.string() })])),
      fixAvailable: z.union([z.boolean(), z.object({ name: z.string(), version: z.string() })]),
    }),
  ),
})
const Outdated = z.record(
  z.string(),
  z.object({ current: z.string().optional(), latest: z.string(), type: z.string().optional() }),
)
const Trouble = z.object({
  message: z.string().optional(),
  error: z.object({ summary: z.string().optional(), code: z.string().optional() }).optional(),
})

export function createNpmRegistry(options: NpmRegistryOptions): NpmRegistry {
  return {
    async advisories(signal) {
      const answer = await askNpm(options, ['audit', '--json', '--omit=dev'], signal)
      if (!answer.ok) return answer
      const audit = Audit.safeParse(answer.value)
      if (!audit.success) return fail(troubleIn(answer.value))
      const found = Object.entries(audit.data.vulnerabilities).map(
        ([module, { severity, via, fixAvailable }]) => ({
          module,
          severity,
          title: titleOf(via),
          mend: mendOf(fixAvailable),
        }),
      )
      return succeed(
        found.sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity)),
      )
    },
    async newer(signal) {
      const answer = await askNpm(options, ['outdated', '--json', '--long'], signal)
      if (!answer.ok) return answer
      const outdated = Outdated.safeParse(answer.value)
      if (!outdated.success) return fail(troubleIn(answer.value))
      const rows = Object.entries(outdated.data).flatMap(([module, { current, latest, type }]) =>
        current === undefined || current === latest || type === 'devDependencies'
          ? []
          : [{ module, current, latest }],
      )
      return succeed(rows)
    },
  }
}

function titleOf(via: readonly (string | { readonly title: string })[]): string {
  const titles = via.flatMap((one) => (typeof one === 'string' ? [] : [one.title]))
  const text = titles.length > 0 ? titles.join('; ') : `through ${via.join(', ')}`
  return text.slice(0, titleMax)
}

function mendOf(fix: boolean | { readonly name: string; readonly version: string }): string | null {
  if (typeof fix === 'object') return `${fix.name} ${fix.version}`
  return fix ? 'a newer version within its range' : null
}

/** npm ends with 1 when it found something, and says on standard output what. */
function askNpm(
  { folder, env }: NpmRegistryOptions,
  words: readonly string[],
  signal: AbortSignal,
): Promise<Outcome<unknown, string>> {
  const options = {
    cwd: folder,
    env: handedOn(env),
    timeout: askMsMax,
    maxBuffer: bytesMax,
    signal,
    killSignal: 'SIGKILL' as const,
  }
  const bounds = ['--fetch-retries=0', '--fetch-timeout=20000', '--no-update-notifier', '--no-fund']
  return new Promise((resolve) => {
    execFile('npm', [...words, ...bounds], options, (error, stdout) => {
      if (error !== null && 'code' in error && error.code === 'ENOENT')
        return resolve(fail('npm is not installed here, so nobody can be asked.'))
      if (error?.killed === true || signal.aborted)
        return resolve(fail(`The registry did not answer within ${askMsMax / 1_000} s.`))
      try {
        resolve(succeed(JSON.parse(stdout.trim() === '' ? '{}' : stdout) as unknown))
      } catch {
        resolve(fail('npm did not say anything that can be read; run "npm audit" to see why.'))
      }
    })
  })
}

/** The service's own secrets are nothing to npm. */
function handedOn(env: NpmRegistryOptions['env']): NodeJS.ProcessEnv {
  const known =
    /^(?:PATH|HOME|TMPDIR|LANG|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|NO)_PROXY|npm_config_.*)$/i
  return Object.fromEntries(Object.entries(env).filter(([name]) => known.test(name)))
}

function troubleIn(answer: unknown): string {
  const trouble = Trouble.safeParse(answer)
  const words = trouble.success
    ? trouble.data.error?.summary || trouble.data.message || trouble.data.error?.code
    : undefined
  const reason = (words ?? 'its answer has an unknown form').split('\n', 1)[0]?.slice(0, titleMax)
  return `The registry could not be asked: ${reason}. Run "npm audit" where it can be reached.`
}
