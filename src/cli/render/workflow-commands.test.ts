import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aFinding } from '../../../test/world/report.ts'
import { jsonText } from './json-text.ts'
import { harmlessLines, logLine, workflowAnnotations } from './workflow-commands.ts'

/** As the runner reads a line: the form with two colons at its begin, the older one anywhere. */
function commandsIn(text: string): readonly string[] {
  return text
    .split(/\r\n|\n|\r/)
    .flatMap((line) => /^\s*::\s*([^\s:]*)[^:]*::/.exec(line)?.[1] ?? /##\[([^\]]*)\]/.exec(line)?.[1] ?? [])
}

const hostile = fc
  .array(fc.constantFrom('::', '##[', ']', 'error', '\n', '\r', '%0A', ',', 'file=x', ' ', '\u2028', 'ü'))
  .map((parts) => parts.join(''))

test('nothing that is logged is a command', () => {
  expect(logLine('::add-mask::x\n::set-env name=PATH::/tmp')).toBe(
    ': ::add-mask::x ::set-env name=PATH::/tmp\n',
  )
  expect(logLine('a ##[add-matcher]x')).toBe('a ## [add-matcher]x\n')
  fc.assert(
    fc.property(hostile, (text) => {
      expect(commandsIn(logLine(text))).toEqual([])
      expect(logLine(text).match(/[\r\n]/g)).toHaveLength(1)
    }),
  )
})

test('of a report of many lines none is a command, and the others stay as they are', () => {
  expect(harmlessLines('src/::a.ts\n  ::add-mask::x\n  std::move(a)\n')).toBe(
    'src/::a.ts\n  : ::add-mask::x\n  std::move(a)\n',
  )
  fc.assert(
    fc.property(hostile, (text) => {
      expect(commandsIn(harmlessLines(text))).toEqual([])
      expect(commandsIn(jsonText({ text }))).toEqual([])
      expect(JSON.parse(jsonText({ text }))).toEqual({ text })
    }),
  )
})

test('a finding is one command, whatever stands in it', () => {
  const finding = aFinding({
    path: 'src/a,b:c%\n.ts',
    line: 3,
    endLine: 4,
    severity: 'high',
    message: '100 % wrong\n::error::x',
  })
  expect(workflowAnnotations([finding])).toMatchInlineSnapshot(`
    "::error file=src/a%2Cb%3Ac%25%0A.ts,line=3,endLine=4,title=oxlint/no-debugger::100 %25 wrong ::error::x
    "
  `)
  fc.assert(
    fc.property(hostile, hostile, (path, message) => {
      const text = workflowAnnotations([aFinding({ path, message, severity: 'high' })])
      expect(commandsIn(text)).toEqual(['error'])
      expect(text.match(/[\r\n]/g)).toHaveLength(1)
    }),
  )
})

test('ten at most, and only on lines that are there', () => {
  const many = Array.from({ length: 30 }, (_, line) => aFinding({ line: line + 1 }))
  expect(workflowAnnotations(many).split('\n')).toHaveLength(11)
  expect(workflowAnnotations([aFinding({ side: 'LEFT' }), aFinding({ shown: false })])).toBe('')
})
