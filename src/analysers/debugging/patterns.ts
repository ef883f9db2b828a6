/**
 * What leftover debugging looks like in each language. Patterns run over code whose comments and strings are blanks, so
 * that a word in a message is none; bound in length, so that a text of one line costs one pass each.
 */
import type { RuleRecord } from '../../domain/finding/observation.ts'
import type { Language } from '../../domain/language.ts'
import { breakpoint, debuggerImport, dump, focusedTest } from './catalogue.ts'

export interface DebugPattern {
  readonly rule: RuleRecord
  readonly pattern: RegExp
  /** What it is, to begin a sentence with. */
  readonly what: string
  readonly fix: string
  /** `tests`: only in files of tests. */
  readonly where?: 'tests'
}

const stops = 'It halts or blocks the program where no debugger listens; remove it.'
const prints = 'Remove it, or write a log message that says what it means.'
const focuses = 'All other tests are skipped and the run still passes; remove the focus.'

const script: readonly DebugPattern[] = [
  {
    rule: breakpoint,
    pattern:
      /(?<![\w$.\-#@])debugger(?=[\t ]{0,20}(?:;|\r?\n|\}|$))(?![\t ]{0,20};?[\t ]{0,20}\r?\n?[\t ]{0,40}[:=(])/g,
    what: 'A debugger statement was left in.',
    fix: stops,
  },
  {
    rule: focusedTest,
    pattern:
      /(?<![\w$.])(?:describe|it|test|context|suite|specify|bench|Deno\.test)(?:\.[a-z]{1,12}){0,2}\.only(?=[\t ]{0,4}(?:[(`<]|\.each))/g,
    what: 'This test is focused with ".only".',
    fix: focuses,
  },
  {
    rule: focusedTest,
    pattern: /(?<![\w$.])(?:fdescribe|fit|fcontext)(?=\([\t ]{0,4}\s{2,}|\([^\w)]{2,300}?,)/g,
    what: 'This test is focused.',
    fix: focuses,
    where: 'tests',
  },
]

const byLanguage: Readonly<Partial<Record<Language, readonly DebugPattern[]>>> = {
  javascript: script,
  typescript: script,
  tsx: script,
  python: [
    {
      rule: breakpoint,
      pattern:
        /(?<![\w.])(?:breakpoint\(\)|(?:i?pdb|pudb|wdb|rpdb)\.(?:set_trace|runcall|post_mortem)\(|debugpy\.(?:breakpoint|wait_for_client)\()(?<!def breakpoint\(\))/g,
      what: 'A breakpoint was left in.',
      fix: stops,
    },
    {
      rule: debuggerImport,
      pattern: /^[\t ]{0,80}(?:import (?:i?pdb|pudb|wdb|rpdb)\b|from (?:i?pdb|pudb|wdb|rpdb) import )/gm,
      what: 'A debugger is imported.',
      fix: 'Remove the import together with the breakpoint that it was for.',
    },
  ],
  ruby: [
    {
      rule: breakpoint,
      pattern:
        /(?<![\w.:])(?:binding\.(?:pry|irb|break|remote_pry)\b|byebug\b(?=[\t ]{0,20}(?:\r?$|;|if |unless ))|debugger(?=[\t ]{0,20}\r?$))(?![\t ]{0,20}=)/gm,
      what: 'A breakpoint was left in.',
      fix: stops,
    },
    {
      rule: focusedTest,
      pattern: /^[\t ]{0,80}(?:RSpec\.)?(?:fit|fdescribe|fcontext|fspecify)(?=[\t ]{1,4}[^=\w\t ]{0,4}|\()/gm,
      what: 'This example is focused.',
      fix: focuses,
      where: 'tests',
    },
    {
      rule: focusedTest,
      pattern:
        /^[\t ]{0,80}(?:RSpec\.)?(?:it|describe|context|specify|scenario|feature)\b[^\n]{0,300}?,[\t ]{0,4}(?::focus\b|focus: true\b|:focus => true\b)/gm,
      what: 'This example is focused.',
      fix: focuses,
      where: 'tests',
    },
  ],
  rust: [
    {
      rule: dump,
      pattern: /(?<![\w:])(?:std::)?dbg!(?=[\t ]{0,4}[([{])/g,
      what: 'A dbg! was left in.',
      fix: prints,
    },
  ],
  php: [
    {
      rule: dump,
      pattern:
        /(?<![\w$>:\\])\\?(?:var_dump|dd|ddd|debug_zval_refcount|debug_print_backtrace)(?<!function[\t ]{1,4}\w{2,25})(?=\()/g,
      what: 'A dump of values was left in.',
      fix: prints,
    },
    {
      rule: breakpoint,
      pattern: /(?<![\w$>:])xdebug_break(?=\()/g,
      what: 'A breakpoint was left in.',
      fix: stops,
    },
  ],
  go: [
    {
      rule: dump,
      pattern: /(?<![\w.])spew\.(?:Dump|Printf|Println)(?=\()/g,
      what: 'A dump of values was left in.',
      fix: prints,
    },
    {
      rule: breakpoint,
      pattern: /(?<![\w.])runtime\.Breakpoint(?=\(\))/g,
      what: 'A breakpoint was left in.',
      fix: stops,
    },
    {
      rule: focusedTest,
      pattern: /(?<![\w.])(?:FIt|FDescribe|FContext|FWhen|FSpecify|FEntry|FDescribeTable)(?=\()/g,
      what: 'This spec is focused.',
      fix: focuses,
      where: 'tests',
    },
  ],
  csharp: [
    {
      rule: breakpoint,
      pattern:
        /(?<![\w])(?:(?:System\.)?Diagnostics\.)?(?<![\w.])Debugger\.(?:Break|Launch)(?=\(\))|(?<!\w)Diagnostics\.Debugger\.(?:Break|Launch)(?=\(\))/g,
      what: 'A breakpoint was left in.',
      fix: stops,
    },
  ],
  c: [
    {
      rule: breakpoint,
      pattern: /(?<!\w)__debugbreak(?=\(\))/g,
      what: 'A breakpoint was left in.',
      fix: stops,
    },
  ],
  cpp: [
    {
      rule: breakpoint,
      pattern: /(?<!\w)__debugbreak(?=\(\))/g,
      what: 'A breakpoint was left in.',
      fix: stops,
    },
  ],
  swift: [
    {
      rule: focusedTest,
      pattern: /^[\t ]{0,80}(?:fit|fdescribe|fcontext)(?=\()/gm,
      what: 'This example is focused.',
      fix: focuses,
      where: 'tests',
    },
  ],
}

export function debugPatternsOf(language: Language): readonly DebugPattern[] {
  return byLanguage[language] ?? []
}
