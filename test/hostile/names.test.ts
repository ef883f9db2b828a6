/** Names of files that are bytes, commands, lies or traps. Each holds a defect, so that its name is printed with a finding. */
import { expect } from 'vitest'
import type { Files } from '../world/repository.ts'
import { type HostileCase, hostileCases } from './hostile-cases.ts'
import { plantedPython, plantedPythonLine } from './planted.ts'

interface Names {
  readonly name: string
  /** As in a `Files`: bytes as latin1 behind `bytes:`. */
  readonly paths: readonly string[]
  /** What a terminal would obey or draw wrongly, which the program itself has to print harmlessly. */
  readonly commandsTerminals?: true
}

const esc = '\u001b'
const bell = '\u0007'

const families: readonly Names[] = [
  {
    name: 'not UTF-8: latin1, overlong, lone surrogates, every odd byte',
    paths: [
      'bytes:caf\u00e9.py',
      'bytes:\u00c0\u00af..\u00c0\u00afx.py',
      'bytes:\u00ed\u00a0\u0080.py',
      'bytes:\u00ff\u00fe.py',
      'bytes:\u00f4\u0090\u0080\u0080.py',
      'bytes:half\u00e2\u0082.py',
      'bytes:folder\u00ff/caf\u00e9.py',
      'bytes:caf\u00e9\\xe9.py',
    ],
  },
  {
    name: 'line feeds, carriage returns, tabs and other controls',
    commandsTerminals: true,
    paths: [
      'line\nfeed.py',
      'carriage\rreturn.py',
      'crlf\r\n.py',
      'tab\t.py',
      'bell\u0007.py',
      'back\b\b\b.py',
      'delete\u007f.py',
      'form\u000c.py',
      '\n.py',
      'a\n+++ b/other.py',
      'nel\u0085.py',
    ],
  },
  {
    name: 'quotes, backslashes, blanks, braces and shell characters',
    paths: [
      'quo"te.py',
      "apos'trophe.py",
      'back\\slash.py',
      '\\',
      '\\n.py',
      '\\033[2J.py',
      '"quoted".py',
      ' leading.py',
      'trailing .py',
      ' ',
      'a b/ c d .py',
      '$(touch pwned).py',
      '`id`.py',
      ';id;.py',
      'a|b.py',
      '&.py',
      '*.py',
      '?.py',
      '[a].py',
      '{a,b}.py',
      '~.py',
      '~root/x.py',
      '!.py',
      '#.py',
      '%s%n.py',
      '%2e%2e%2f.py',
      '<script>.py',
      ']]>.py',
    ],
  },
  {
    name: 'leading dashes, colons, at signs and pathspec magic',
    paths: [
      '-',
      '--',
      '-rf.py',
      '--output=pwned.py',
      '--config=x.py',
      '-c',
      '@file.py',
      '@',
      ':(glob)**.py',
      ':!x.py',
      ':/x.py',
      ':0:x.py',
      '+x.py',
      '=x.py',
      '-x/x.py',
      '--help/--version.py',
    ],
  },
  {
    name: '255 bytes, 150 levels, and a path of 4,000 bytes',
    paths: [
      `${'n'.repeat(252)}.py`,
      `${'é'.repeat(126)}.py`,
      `${'d/'.repeat(150)}deep.py`,
      `${`${'x'.repeat(200)}/`.repeat(19)}far.py`,
      `${'👩‍👩‍👧‍👦'.repeat(10)}.py`,
    ],
  },
  {
    name: 'almost .., almost .git, almost a drive',
    paths: [
      '..a/x.py',
      '...',
      '..../x.py',
      '..\u200b/x.py',
      '.GIT/config.py',
      '.git\u200c/config.py',
      'git~1/x.py',
      '.git \u200e/x.py',
      '.gitx/hooks/x.py',
      'a..b.py',
      'C:/x.py',
      'C:x.py',
      '\\\\server\\share.py',
      '..\\..\\x.py',
      'file:stream.py',
    ],
  },
  {
    name: 'terminal commands: colours, titles, links, clear screen, C1, and markup of CI and Markdown',
    commandsTerminals: true,
    paths: [
      `${esc}[31mred.py`,
      `${esc}]0;title${bell}.py`,
      `${esc}]8;;http:`,
      `${esc}]52;c;eA==${bell}.py`,
      `${esc}[2J${esc}[H.py`,
      '\u009b31m.py',
      '\u0090q\u009c.py',
      '::set-output name=x::y.py',
      '##vso[task.setvariable].py',
      '[link](http:x).py',
      '`code`**bold**<!--x.py',
      '| table | .py',
      '@someone #1.py',
    ],
  },
  {
    name: 'bidi controls, zero-width, tags, variation selectors, combining towers, lone joiners',
    commandsTerminals: true,
    paths: [
      '\u202egpj.py',
      '\u2066x\u2069.py',
      'zero\u200bwidth.py',
      'join\u200d.py',
      '\ufeffbom.py',
      'tag\u{e0041}.py',
      `tower${'\u0301'.repeat(60)}.py`,
      'soft\u00adhyphen.py',
      'ls\u2028.py',
      'ps\u2029.py',
      '\u2800.py',
      '\u3164.py',
      'private\ue000.py',
      '\u061c.py',
    ],
  },
  {
    name: 'names of devices and names that Windows cannot hold',
    paths: [
      'CON',
      'con.py',
      'aux.py',
      'nul.py',
      'PRN.py',
      'COM1.py',
      'lpt9.py',
      'nul/x.py',
      'dot./x.py',
      'blank /x.py',
      'a<b>.py',
      'CLOCK$.py',
      'desktop.ini',
    ],
  },
  {
    name: 'names equal but for case or for the form of their accents',
    paths: [
      'same.py',
      'Same.py',
      'SAME.py',
      'FOLDER/x.py',
      'folder/x.py',
      'caf\u00e9.py',
      'cafe\u0301.py',
      'K.py',
      '\u212a.py',
      'ﬀ.py',
      'ff.py',
      'ı.py',
      'i.py',
      'ß.py',
      'ss.py',
      'а.py',
      'a.py',
    ],
  },
  {
    name: 'names of properties that every object has',
    paths: [
      '__proto__',
      '__proto__.py',
      'constructor',
      'constructor.py',
      'hasOwnProperty',
      'toString/valueOf.py',
      'length',
      '0',
      '1',
      'null',
      'undefined.py',
    ],
  },
]

function filesOf(paths: readonly string[]): Files {
  return Object.fromEntries(paths.map((path) => [path, plantedPython]))
}

hostileCases('names of files', [
  ...families.map(
    ({ name, paths, commandsTerminals }): HostileCase => ({
      name,
      build(world) {
        world.repository.commit('main', { 'README.md': '# A project\n' })
        world.repository.commit('change', filesOf(paths), { from: 'main' })
        return undefined
      },
      ...(commandsTerminals ? { alsoFormats: ['text', 'markdown'] as const } : {}),
      expects(report) {
        expect(report.coverage.length).toBe(paths.length)
        // What ends in `.py` is Python wherever it lies; of each, the defect is found under its own name.
        const python = report.coverage.filter(({ path }) => path.endsWith('.py')).map(({ path }) => path)
        const found = report.findings.filter(
          ({ line, category }) => line === plantedPythonLine && category === 'security',
        )
        expect(found.map(({ path }) => path).sort()).toEqual(expect.arrayContaining(python.sort()))
      },
    }),
  ),
  {
    name: 'odd names that are renamed, copied, edited and deleted',
    build(world) {
      const long = Array.from({ length: 40 }, (_, at) => `value_${at} = ${at}\n`).join('')
      world.repository.commit('main', {
        'bytes:old\u00ff.py': long,
        'line\nfeed.py': `${long}# copied\n`,
        '"quoted".py': 'x = 1\n',
        '-gone.py': 'x = 1\n',
        '\u001b[31m.py': 'x = 1\n',
      })
      world.repository.commit(
        'change',
        {
          'bytes:old\u00ff.py': null,
          'bytes:new\u00fe.py': long + plantedPython,
          'line\nfeed.py': `${long}# copied!\n`,
          'copy\r.py': `${long}# copied\n${plantedPython}`,
          '"quoted".py': `x = 1\n${plantedPython}`,
          '-gone.py': null,
          '\u001b[31m.py': plantedPython,
        },
        { from: 'main' },
      )
      return undefined
    },
    alsoFormats: ['text'],
    expects(report) {
      const found = report.findings.filter(({ category }) => category === 'security').map(({ path }) => path)
      expect(new Set(found)).toEqual(new Set(['new\\xfe.py', 'copy\r.py', '"quoted".py', '\u001b[31m.py']))
    },
  },
])
