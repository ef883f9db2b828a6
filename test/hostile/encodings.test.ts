/** Bytes that are read differently by different readers. Lines end at LF and nowhere else, and nothing hides behind that. */
import { expect } from 'vitest'
import { type HostileCase, hostileCases } from './hostile-cases.ts'
import {
  coverageOf,
  expectFinding,
  expectPlanted,
  plant,
  plantedPython,
  plantedPythonLine,
} from './planted.ts'

function utf16(text: string, order: 'le' | 'be', mark: boolean): Buffer {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

const cases: readonly HostileCase[] = [
  {
    name: 'code behind a lone CR, which looks like the end of a comment and is the end of a line',
    build(world) {
      plant(world, {
        'cr.py': '# a comment\rimport os; os.system("git clone " + url)\nx = 1\n',
        'cr.js': '// a comment\reval("(" + text + ")")\nconst x = 1\n',
        'cr.sh': '#!/bin/sh\n# a comment\reval "$1"\n',
        'only-cr.py': plantedPython.replaceAll('\n', '\r'),
      })
      return undefined
    },
    alsoFormats: ['text'],
    expects(report) {
      expectPlanted(report)
      for (const { path, line, endLine } of report.findings) {
        if (path === 'cr.py' || path === 'cr.js') expect([line, endLine], path).toEqual([1, 1])
      }
    },
  },
  {
    name: 'CRLF, mixed line ends, form feeds, vertical tabs and NEL',
    build(world) {
      plant(world, {
        'crlf.py': plantedPython.replaceAll('\n', '\r\n'),
        'mixed.py': `x = 1\r\ny = 2\n\r\n${plantedPython}`,
        'feeds.py': `x = 1\f\n\u000by = 2\n\u0085\n${plantedPython}`,
      })
      return undefined
    },
    alsoFormats: ['text'],
    expects(report) {
      expectPlanted(report)
      expectFinding(report, { path: 'crlf.py', line: plantedPythonLine })
      expectFinding(report, { path: 'mixed.py', line: plantedPythonLine + 3 })
    },
  },
  {
    name: 'U+2028 and U+2029 in comments, in text and between statements',
    build(world) {
      plant(world, {
        'separators.py': `# one\u2028two\u2029three\n${plantedPython}`,
        'separators.js': `const a = 'one\u2028two'\n// x\u2028eval('(' + a + ')')\n`,
        'separators.json': '{"a": "\u2028"}\n',
        'separators.md': 'one\u2028two\n',
      })
      return undefined
    },
    alsoFormats: ['text', 'markdown'],
    expects(report) {
      expectPlanted(report)
      expectFinding(report, { path: 'separators.py', line: plantedPythonLine + 1 })
      expect(coverageOf(report, 'separators.py')).toMatchObject({ status: 'reviewed' })
    },
  },
  {
    name: 'NUL in the middle, at the start, at the end and late in a file',
    build(world) {
      plant(world, {
        'middle.py': `x = 1\u0000\n${plantedPython}`,
        'start.py': `\u0000${plantedPython}`,
        'end.py': `${plantedPython}\u0000`,
        'late.py': `${'# filler\n'.repeat(2_000)}${plantedPython}# \u0000\n`,
        'zeros.js': Buffer.alloc(100_000),
      })
      return undefined
    },
    expects(report) {
      expectPlanted(report)
      expect(coverageOf(report, 'middle.py')).toMatchObject({
        status: 'skipped',
        reason: expect.stringMatching(/^Not text: it holds NUL bytes/),
      })
      expectFinding(report, { path: 'late.py', line: plantedPythonLine + 2_000 })
    },
  },
  {
    name: 'UTF-16 of both orders, with a mark and without, UTF-32 and half characters',
    build(world) {
      plant(
        world,
        {
          'le.py': utf16(plantedPython, 'le', true),
          'be.py': utf16(plantedPython, 'be', true),
          'bare.py': utf16(plantedPython, 'le', false),
          'utf32.py': Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]),
          'half.py': Buffer.concat([utf16(plantedPython, 'le', true), Buffer.from([0x41])]),
          'lone.py': utf16(`# \ud800\n${plantedPython}`, 'le', true),
          'edited.py': utf16(`x = 1\n${plantedPython}`, 'le', true),
          'recoded.py': utf16(plantedPython, 'be', true),
        },
        { 'edited.py': utf16('x = 1\n', 'le', true), 'recoded.py': 'import os\n' },
      )
      return undefined
    },
    alsoFormats: ['text'],
    expects(report) {
      expectPlanted(report)
      for (const path of ['le.py', 'be.py']) expectFinding(report, { path, line: plantedPythonLine })
      expectFinding(report, { path: 'edited.py', line: plantedPythonLine + 1 })
      expect(coverageOf(report, 'le.py').status).toBe('partly')
    },
  },
  {
    name: 'byte order marks: one, two, in the middle, and before what a parser looks for first',
    build(world) {
      plant(world, {
        'one.py': `\ufeff${plantedPython}`,
        'two.py': `\ufeff\ufeff${plantedPython}`,
        'middle.js': 'const a = 1\ufeff\n',
        'mark.json': '\ufeff{"a": 1}\n',
        'mark.yaml': '\ufeffa: 1\n',
        'package.json': '\ufeff{"dependencies": {"left-pad": "1.0.0"}}\n',
        'mark.sh': '\ufeff#!/bin/sh\neval "$1"\n',
        Dockerfile: '\ufeffFROM scratch\n',
        '.github/workflows/x.yml': '\ufeffon: push\njobs: {}\n',
      })
      return undefined
    },
    expects(report) {
      expectPlanted(report)
      expectFinding(report, { path: 'one.py', line: plantedPythonLine })
    },
  },
  {
    name: 'UTF-8 that is not: overlong, cut, surrogates, latin1, and bytes that are no character',
    build(world) {
      const odd = (bytes: readonly number[]) =>
        Buffer.concat([Buffer.from('# '), Buffer.from(bytes), Buffer.from(`\n${plantedPython}`)])
      plant(world, {
        'overlong.py': odd([0xc0, 0xaf, 0xe0, 0x80, 0x8a]),
        'cut.py': odd([0xe2, 0x82]),
        'surrogate.py': odd([0xed, 0xa0, 0x80]),
        'latin1.py': odd([0xe9, 0xe8, 0xff]),
        'all.py': odd(Array.from({ length: 255 }, (_, at) => at + 1).filter((byte) => byte !== 10)),
      })
      return undefined
    },
    alsoFormats: ['text'],
    expects(report) {
      expectPlanted(report)
      for (const path of ['overlong.py', 'cut.py', 'surrogate.py', 'latin1.py']) {
        expectFinding(report, { path, line: plantedPythonLine + 1 })
      }
    },
  },
  {
    name: 'characters of four bytes, combining marks and full width before a finding',
    build(world) {
      plant(world, {
        'wide.py':
          'import os\n\n\ndef clone(url):\n    a = "👩‍👩‍👧‍👦𝒳é漢字\ud83d"; os.system("git clone " + url)\n',
        'wide.js': `import { execSync } from 'node:child_process'\nexport function clone(url) {\n  const a = '👩‍👩‍👧‍👦𝒳é漢字'; return execSync(\`git clone \${url}\`)\n}\n`,
      })
      return undefined
    },
    alsoFormats: ['text', 'sarif'],
    expects(report) {
      expectFinding(report, { path: 'wide.py', line: 5 })
      expectFinding(report, { path: 'wide.js', line: 3 })
    },
  },
  {
    name: 'empty files, one byte, no line feed at the end, only blanks changed, only the end changed',
    build(world) {
      plant(
        world,
        {
          'empty.py': '',
          'empty.json': '',
          'empty.yaml': '',
          Dockerfile: '',
          'package.json': '',
          'package-lock.json': '',
          '.github/workflows/x.yml': '',
          'one.js': 'x',
          'feed.py': '\n',
          'no-end.py': plantedPython.trimEnd(),
          'blanks.py': plantedPython.replaceAll('    ', '\t'),
          'end.py': `${plantedPython.trimEnd()}`,
          'emptied.py': '',
        },
        { 'blanks.py': plantedPython, 'end.py': plantedPython, 'emptied.py': plantedPython },
      )
      return undefined
    },
    expects(report) {
      expectFinding(report, { path: 'no-end.py', line: plantedPythonLine })
      expect(coverageOf(report, 'empty.py').status).toBe('reviewed')
    },
  },
]

hostileCases('encodings and ends of lines', cases)
