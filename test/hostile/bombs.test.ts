/** Contents made to take all the time or memory there is. The review ends in time, and the other files are still read. */
import { expect } from 'vitest'
import type { Files } from '../world/repository.ts'
import { type HostileCase, hostileCases } from './hostile-cases.ts'
import { coverageOf, expectFinding, expectPlanted, plant, plantedPython } from './planted.ts'

const kibibyte = 1_024
const mebibyte = 1_048_576

/** Brackets on lines of a hundred, so that the file does not pass for minified. */
function nested(open: string, close: string, depth: number, lead = '', tail = ''): string {
  const perLine = Math.max(1, Math.floor(100 / open.length))
  const rows = Math.floor(depth / perLine)
  return `${lead}${`${open.repeat(perLine)}\n`.repeat(rows)}1\n${`${close.repeat(perLine)}\n`.repeat(rows)}${tail}\n`
}

const deep = 100_000
const nestedFiles: readonly (readonly [name: string, files: Files])[] = [
  [
    'JSON',
    {
      'deep.json': nested('[', ']', deep),
      'objects.json': nested('{"a":', '}', deep),
      'package.json': nested('{"dependencies":', '}', deep),
    },
  ],
  [
    'JavaScript and TypeScript',
    {
      'deep.js': nested('[', ']', deep, 'const a = '),
      'calls.ts': nested('f(', ')', deep),
      'blocks.tsx': nested('<a>', '</a>', deep, 'const a = '),
    },
  ],
  [
    'Python',
    {
      'deep.py': nested('[', ']', deep, 'a = '),
      'calls.py': nested('f(', ')', deep),
      'minus.py': `a = ${`${'-'.repeat(99)}\\\n`.repeat(1_000)}1\n`,
    },
  ],
  [
    'YAML and a workflow',
    {
      'deep.yaml': nested('[', ']', deep, 'a: '),
      '.github/workflows/x.yml': nested('[', ']', deep, 'on: '),
      'pnpm-lock.yaml': nested('{a: ', '}', deep),
      'indent.yml': Array.from({ length: 1_200 }, (_, at) => `${' '.repeat(at)}a:\n`).join(''),
    },
  ],
  [
    'Go, Rust, Java and C',
    {
      'deep.go': nested('(', ')', deep, 'package a\nvar a = '),
      'deep.rs': nested('(', ')', deep, 'const A: u8 = '),
      'Deep.java': nested('(', ')', deep, 'class A { int a = '),
      'deep.c': nested('(', ')', deep, 'int a = '),
    },
  ],
  [
    'Ruby, PHP, C# and shell',
    {
      'deep.rb': nested('[', ']', deep, 'a = '),
      'deep.php': nested('[', ']', deep, '<?php\n$a = '),
      'Deep.cs': nested('(', ')', deep, 'class A { int a = '),
      'deep.sh': nested('$(', ')', deep, '#!/bin/sh\na='),
    },
  ],
  [
    'TOML, XML, HTML and Markdown',
    {
      'deep.toml': nested('[', ']', deep, 'a = '),
      'Cargo.lock': nested('[', ']', deep, 'a = '),
      'pom.xml': nested('<a>', '</a>', deep),
      'deep.html': nested('<b>', '</b>', deep),
      'deep.md': nested('> ', '', deep),
      Dockerfile: nested('[', ']', deep, 'FROM a\nRUN '),
    },
  ],
]

/** Every way to make a careless pattern go back and forth. */
const slowLines: readonly string[] = [
  'a'.repeat(60_000),
  ' '.repeat(60_000),
  '\t '.repeat(30_000),
  '"'.repeat(60_000),
  "'".repeat(60_000),
  '`'.repeat(60_000),
  '\\'.repeat(60_000),
  '/'.repeat(60_000),
  '/*'.repeat(30_000),
  '<'.repeat(60_000),
  '<<<<<<< '.repeat(7_000),
  '('.repeat(60_000),
  '${'.repeat(30_000),
  '${{ '.repeat(15_000),
  '#'.repeat(60_000),
  'a='.repeat(30_000),
  'a: '.repeat(20_000),
  '-----BEGIN '.repeat(5_000),
  'AKIA'.repeat(15_000),
  'eyJ'.repeat(20_000),
  'aB3/+'.repeat(12_000),
  'password='.repeat(6_000),
  'https://a:'.repeat(6_000),
  '@'.repeat(60_000),
  'noqa:'.repeat(12_000),
  'SELECT '.repeat(8_000),
]
/** Short lines around the long ones, or the file would pass for minified. */
const slowText = `${slowLines.slice(0, 14).join('\n')}\n${'x\n'.repeat(2_000)}`
const slowText2 = `${slowLines.slice(14).join('\n')}\n${'x\n'.repeat(2_000)}`
const slowExtensions = [
  'js',
  'ts',
  'py',
  'go',
  'rb',
  'php',
  'java',
  'cs',
  'rs',
  'c',
  'sh',
  'yml',
  'json',
  'toml',
  'md',
  'env',
  'html',
  'ini',
] as const
const slowNames = [
  'Dockerfile',
  'requirements.txt',
  'Gemfile',
  'Gemfile.lock',
  'package.json',
  'package-lock.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'Cargo.lock',
  'go.mod',
  'go.sum',
  'pom.xml',
  'build.gradle',
  'composer.lock',
  'poetry.lock',
  'Makefile',
  '.github/workflows/x.yml',
  '.env',
] as const

function yamlBomb(): string {
  const names = [...'abcdefghijklm']
  return names
    .map(
      (name, at) =>
        `${name}: &${name} [${Array(10)
          .fill(at === 0 ? 'lol' : `*${names[at - 1]}`)
          .join(', ')}]\n`,
    )
    .join('')
}

const xmlBomb = `<?xml version="1.0"?>\n<!DOCTYPE lolz [\n<!ENTITY a "lol">\n<!ENTITY f SYSTEM "file:///etc/passwd">\n${Array.from({ length: 12 }, (_, at) => `<!ENTITY ${'bcdefghijklmn'[at]} "${`&${'abcdefghijklm'[at]};`.repeat(10)}">\n`).join('')}]>\n<project><dependencies><dependency><groupId>&m;&f;</groupId></dependency></dependencies></project>\n`

hostileCases('bombs', [
  {
    name: 'a line of 20 MB, and one just below the limit',
    build(world) {
      plant(world, {
        'line.js': 'x'.repeat(20 * mebibyte),
        'words.py': 'x = 1; '.repeat((20 * mebibyte) / 7),
        'below.js': `var a = [${'1,'.repeat(500 * kibibyte)}]\n`,
      })
      return undefined
    },
    expects(report) {
      expectPlanted(report)
      expect(coverageOf(report, 'line.js')).toMatchObject({
        status: 'skipped',
        reason: expect.stringContaining('large'),
      })
      expect(coverageOf(report, 'below.js').status).toBe('skipped')
    },
  },
  {
    name: '20,000 hunks in one file',
    build(world) {
      const lines = (edit: (at: number) => string) =>
        Array.from({ length: 100_000 }, (_, at) => `${edit(at)}\n`).join('')
      plant(
        world,
        {
          'hunks.py': lines((at) => (at % 5 === 0 ? 'y = 2' : 'x = 1')),
          'hunks.txt': lines((at) => (at % 5 === 0 ? 'b' : 'a')),
        },
        { 'hunks.py': lines(() => 'x = 1'), 'hunks.txt': lines(() => 'a') },
      )
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'a file of 60,000 findings',
    build(world) {
      plant(world, {
        'many.py': `import os\n${'os.system("a " + b)\n'.repeat(30_000)}`,
        'many.js': 'debugger\n'.repeat(30_000),
      })
      return undefined
    },
    alsoFormats: ['text'],
    expects: (report) => expect(report.findings.filter(({ shown }) => shown).length).toBeLessThanOrEqual(25),
  },
  {
    name: 'a line of 900 KB with 30,000 findings and a secret, among short ones',
    build(world) {
      const short = 'x = 1\n'.repeat(3_000)
      const token = ['gh', 'p_', 'z8Yq2LmN4pRs6TuV1wXy3Za5Bc7De9FgH0Jk'].join('')
      plant(world, {
        'long.py': `import os\n${short}${'os.system("a " + b); '.repeat(45_000)}k = "${token}"\n`,
        'long.js': `${short.replaceAll('\n', ';\n')}${'eval("(" + b); '.repeat(60_000)}k = "${token}"\n`,
      })
      return undefined
    },
    alsoFormats: ['text'],
    expects: expectPlanted,
  },
  ...nestedFiles.map(
    ([name, files]): HostileCase => ({
      name: `100,000 nested brackets: ${name}`,
      build(world) {
        plant(world, files)
        return undefined
      },
      expects: expectPlanted,
    }),
  ),
  ...[slowText, slowText2].flatMap((text, at) => [
    {
      name: `lines that make patterns go back and forth, as code (${at + 1})`,
      build(world) {
        plant(world, Object.fromEntries(slowExtensions.map((end) => [`slow.${end}`, text])))
        return undefined
      },
      expects: expectPlanted,
    } satisfies HostileCase,
    {
      name: `lines that make patterns go back and forth, as files with a meaning (${at + 1})`,
      build(world) {
        plant(world, Object.fromEntries(slowNames.map((path) => [path, text])))
        return undefined
      },
      expects: expectPlanted,
    } satisfies HostileCase,
  ]),
  {
    name: 'aliases of YAML that multiply: in a workflow, a lock file and plain files',
    build(world) {
      plant(world, {
        '.github/workflows/bomb.yml': `on: push\n${yamlBomb()}jobs: *m\n`,
        'pnpm-lock.yaml': `${yamlBomb()}packages: *m\n`,
        'bomb.yaml': yamlBomb(),
        'merge.yaml': `${Array.from(
          { length: 500 },
          (_, at) =>
            `a${at}: &a${at}\n  <<: [${
              at === 0
                ? ''
                : Array(9)
                    .fill(`*a${at - 1}`)
                    .join(', ')
            }]\n  k${at}: 1\n`,
        ).join('')}`,
        'self.yaml': 'a: &a [*a]\nb: &b\n  c: *b\n',
        'compose.yml': `services: &s\n  a: *s\n`,
      })
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'entities of XML that multiply or read files',
    build(world) {
      plant(world, {
        'pom.xml': xmlBomb,
        'x.csproj': xmlBomb,
        'icon.svg': xmlBomb,
        'nuget.config': xmlBomb,
        'page.html': xmlBomb,
      })
      return undefined
    },
    expects: expectPlanted,
    expectsOutput: (output) => expect(output).not.toContain('root:x:0'),
  },
  {
    name: '1 MiB of JSON with one key again and again, and with long numbers',
    build(world) {
      const again = `{\n${'"a": 1,\n'.repeat(120_000)}"a": 2\n}\n`
      plant(world, {
        'again.json': again,
        'package.json': `{"dependencies": ${again}}`,
        'package-lock.json': `{"lockfileVersion": 3, "packages": ${again}}`,
        'numbers.json': `[\n${`${'9'.repeat(400)}e${'9'.repeat(50)},\n`.repeat(2_000)}1]\n`,
        'composer.lock': `{"packages": [${'{},\n'.repeat(200_000)}{}]}`,
      })
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: 'lock files of 200,000 packages',
    build(world) {
      const many = (line: (at: number) => string) =>
        Array.from({ length: 40_000 }, (_, at) => line(at)).join('')
      plant(world, {
        'yarn.lock': `# yarn lockfile v1\n\n${many((at) => `p${at}@^1.0.0:\n  version "1.0.0"\n  resolved "http://127.0.0.1:9/${at}"\n\n`)}`,
        'go.sum': many((at) => `example.test/p${at} v1.0.0 h1:AAAA=\n`),
        'Cargo.lock': many((at) => `[[package]]\nname = "p${at}"\nversion = "1.0.0"\n\n`),
        'requirements.txt': many((at) => `p${at}==1.0.0\n`),
        'package-lock.json': JSON.stringify(
          {
            lockfileVersion: 3,
            packages: Object.fromEntries(
              Array.from({ length: 30_000 }, (_, at) => [`node_modules/p${at}`, { version: '1.0.0' }]),
            ),
          },
          null,
          1,
        ),
      })
      return undefined
    },
    expects: expectPlanted,
  },
  {
    name: '3,100 files: those beyond the limit are skipped and say so',
    build(world) {
      const files = Object.fromEntries(
        Array.from({ length: 3_100 }, (_, at) => [`files/f${String(at).padStart(4, '0')}.py`, `x = ${at}\n`]),
      )
      world.repository.commit('main', { 'README.md': '# A project\n' })
      world.repository.commit('change', { ...files, 'a-planted.py': plantedPython }, { from: 'main' })
      return undefined
    },
    expects(report) {
      expectFinding(report, { path: 'a-planted.py' })
      const skipped = report.coverage.filter(({ status }) => status === 'skipped')
      expect(skipped.length).toBe(101)
      expect(new Set(skipped.map(({ reason }) => reason))).toEqual(new Set([expect.stringContaining('3000')]))
    },
  },
  {
    name: '25 files of 1 MB: the bytes of one review run out, and the rest says so',
    build(world) {
      const filler = `${'# filler\n'.repeat(110_000)}`
      world.repository.commit('main', { 'README.md': '# A project\n' })
      world.repository.commit(
        'change',
        {
          'a.py': plantedPython,
          ...Object.fromEntries(
            Array.from({ length: 25 }, (_, at) => [`f${at + 10}.py`, `${filler}# ${at}\n`]),
          ),
        },
        { from: 'main' },
      )
      return undefined
    },
    expects(report) {
      expectFinding(report, { path: 'a.py' })
      expect(
        report.coverage.filter(({ reason }) => reason?.includes('limits.totalBytesMax')).length,
      ).toBeGreaterThan(2)
    },
  },
])
