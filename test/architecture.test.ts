/** The import table of docs/architecture.md, enforced; and shown to catch what it is there for. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = join(root, 'src')

/** Whom a folder may import, besides itself. `config types` are modules of config that hold types and defaults only. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  ports: ['domain'],
  config: ['domain'],
  ingest: ['domain', 'ports', 'config types'],
  review: ['domain', 'ports', 'config types'],
  analysers: ['domain', 'ports', 'config types'],
  agents: ['domain', 'ports', 'config types'],
  publish: ['domain', 'ports', 'config types'],
  ops: ['domain', 'ports', 'config types'],
  adapters: ['domain', 'ports', 'config types'],
  work: ['domain', 'ports', 'config types', 'review', 'publish'],
  http: ['domain', 'ports', 'config', 'ingest', 'ops', 'publish'],
  console: ['domain', 'ports', 'config', 'ingest', 'ops', 'publish'],
  app: [
    'domain',
    'ports',
    'config',
    'ingest',
    'review',
    'analysers',
    'agents',
    'publish',
    'ops',
    'work',
    'adapters',
    'http',
    'console',
  ],
  cli: ['app', 'config', 'domain'],
  'main.ts': ['cli'],
}
const configTypes: ReadonlySet<string> = new Set([
  'config/review-config.ts',
  'config/default-config.ts',
  'config/service/service-record.ts',
  'config/service/notifier-config.ts',
  'config/service/models-config.ts',
])

interface Import {
  readonly from: string
  readonly specifier: string
}

function importsIn(file: string, text: string): readonly Import[] {
  const patterns = [
    /(?:^|\n)\s*(?:import|export)\s[^'"`]*?from\s*'([^']+)'/g,
    /(?:^|\n)\s*import\s*'([^']+)'/g,
    /\bimport\(\s*'([^']+)'\s*\)/g,
  ]
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({ from: file, specifier: match[1] as string })),
  )
}

/** @param file relative to `src` @returns a sentence, or null */
function violation({ from, specifier }: Import): string | null {
  if (!specifier.startsWith('.')) return libraryViolation(from, specifier)
  const target = relative(source, resolve(source, dirname(from), specifier))
  if (target.startsWith('..')) return null
  const [fromRoom = ''] = from.split('/')
  const [toRoom = ''] = target.split('/')
  const allowed = mayImport[fromRoom]
  if (allowed === undefined) return `${from}: the folder ${fromRoom} has no line in the import table`
  if (fromRoom === toRoom) {
    const isForeignAdapter = fromRoom === 'adapters' && from.split('/')[1] !== target.split('/')[1]
    return isForeignAdapter ? `${from} imports another adapter (${target})` : null
  }
  if (allowed.includes(toRoom) || (allowed.includes('config types') && configTypes.has(target))) return null
  return `${from} may not import ${target}: ${fromRoom} may import ${allowed.join(', ') || 'nothing'}`
}

/** The inner rooms know no library; domain not even Node's, but for pure computations. */
function libraryViolation(from: string, specifier: string): string | null {
  const room = from.split('/')[0] ?? ''
  const isPureNode = ['node:crypto', 'node:buffer', 'node:util'].includes(specifier)
  if (room === 'domain' && !isPureNode) return `${from} imports ${specifier}: domain knows no library`
  if ((room === 'ports' || room === 'review') && !specifier.startsWith('node:')) {
    return `${from} imports ${specifier}: a library is imported in the adapter or analyser that is made for it`
  }
  return null
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    file.endsWith('.ts') &&
    !file.endsWith('.test.ts') &&
    !file.endsWith('-contract.ts') &&
    !file.includes('/contract/') &&
    !file.includes('fixtures/') &&
    !/^rules\//.test(file),
)

describe('who imports whom', () => {
  test('every module keeps to the import table', () => {
    const violations = files
      .flatMap((file) => importsIn(file, readFileSync(join(source, file), 'utf8')))
      .map(violation)
      .filter((sentence) => sentence !== null)
    expect(violations).toEqual([])
  })

  test.each([
    ['review/x.ts', "import { oxlint } from '../analysers/oxlint/oxlint.ts'", 'review may import'],
    ['review/x.ts', "const m = await import('../agents/coder.ts')", 'review may import'],
    ['domain/x.ts', "import type { Source } from '../ports/source/source.ts'", 'domain may import nothing'],
    ['domain/x.ts', "import { z } from 'zod'", 'domain knows no library'],
    ['adapters/git/x.ts', "export { y } from '../sandbox/bubblewrap.ts'", 'another adapter'],
    ['cli/x.ts', "import { runReview } from '../review/run-review.ts'", 'cli may import'],
    [
      'analysers/a/x.ts',
      "import { parseConfig } from '../../config/parse-config.ts'",
      'analysers may import',
    ],
    ['review/x.ts', "import picomatch from 'picomatch'", 'made for it'],
    ['somewhere/x.ts', "import '../domain/brand.ts'", 'no line in the import table'],
  ])('a planted violation is caught: %s with %s', (file, text, said) => {
    expect(importsIn(file, text).map(violation)).toEqual([expect.stringContaining(said)])
  })

  test('what is allowed is not caught', () => {
    const text =
      "import type { ReviewConfig } from '../config/review-config.ts'\nimport '../domain/brand.ts'\nimport { x } from './y.ts'"
    expect(importsIn('review/x.ts', text).map(violation)).toEqual([null, null, null])
  })
})

describe('what injected things stay out of', () => {
  const outside = /^(?:adapters|app|cli|main|analysers\/host|config)\b/

  test.each([
    ['the clock', /\bDate\.now\b|\bnew Date\(\)/],
    ['chance', /\bMath\.random\b/],
    ['the environment', /\bprocess\.env\b/],
    ['the network', /\bfetch\(/],
  ])('%s is read by adapters and the composition root only', (_, pattern) => {
    const offenders = files.filter(
      (file) => !outside.test(file) && pattern.test(withoutWords(readFileSync(join(source, file), 'utf8'))),
    )
    expect(offenders).toEqual([])
  })
})

function withoutWords(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/gm, '')
}
