import { expect, test } from 'vitest'
import { changedText, observationsOf } from '../../../test/world/analysed-text.ts'
import { debugging } from './debugging.ts'

async function told(path: string, text: string): Promise<readonly string[]> {
  const observations = await observationsOf(debugging, changedText(path, text))
  return observations.map((o) => `${o.line}:${o.column}-${o.endColumn} ${o.rule}`)
}

test.each([
  ['a.ts', 'run()\ndebugger\n', '2:1-9 breakpoint'],
  ['a.js', 'if (x) { debugger }\n', '1:10-18 breakpoint'],
  ['a.js', '  debugger;\n', '1:3-11 breakpoint'],
  ['a.py', '    breakpoint()\n', '1:5-17 breakpoint'],
  ['a.py', 'import pdb; pdb.set_trace()\n', '1:13-27 breakpoint'],
  ['a.py', 'import ipdb\n', '1:1-12 debugger-import'],
  ['a.rb', '  binding.pry\n', '1:3-14 breakpoint'],
  ['a.rb', 'byebug\n', '1:1-7 breakpoint'],
  ['a.rb', 'byebug if user.nil?\n', '1:1-7 breakpoint'],
  ['a.rs', 'let a = dbg!(b);\n', '1:9-13 dump'],
  ['a.php', '<?php\nvar_dump($a);\n', '2:1-9 dump'],
  ['a.php', '<?php\ndd($a);\n', '2:1-3 dump'],
  ['a.go', '\tspew.Dump(a)\n', '1:2-11 dump'],
  ['A.cs', 'Debugger.Break();\n', '1:1-15 breakpoint'],
  ['a.test.ts', "it.only('adds', () => {})\n", '1:1-8 focused-test'],
  ['a.ts', "describe.only('a', () => {})\n", '1:1-14 focused-test'],
  ['a.test.ts', 'test.concurrent.only.each([1])("a", f)\n', '1:1-21 focused-test'],
  ['a.spec.js', "fit('adds', () => {})\n", '1:1-4 focused-test'],
  ['a_spec.rb', "fit 'adds' do\n", '1:1-4 focused-test'],
  ['spec/a_spec.rb', "it 'adds', focus: true do\n", '1:1-23 focused-test'],
  ['a_test.go', 'FIt("adds", func() {})\n', '1:1-4 focused-test'],
  ['a.ts', "console.log('here')\n", '1:1-19 debug-print'],
  ['a.ts', "console.log('here 2', value)\n", '1:1-21 debug-print'],
  ['a.py', 'print("DEBUG: x")\n', '1:1-17 debug-print'],
  ['a.go', 'fmt.Println("here")\n', '1:1-19 debug-print'],
  ['A.java', 'System.out.println(">>>> here");\n', '1:1-31 debug-print'],
  ['a.js', "alert('test1')\n", '1:1-14 debug-print'],
])('%s: %j', async (path, text, expected) => {
  expect(await told(path, text)).toContain(expected)
})

test.each([
  ['a.ts', "// debugger\nconst a = 'debugger'\n"],
  ['a.ts', 'const options = { debugger: true }\nattach(options.debugger)\n'],
  ['a.ts', 'const debugger_ = 1\nchrome.debugger.attach()\n'],
  ['a.ts', "console.log('Server is listening')\nconsole.log(report)\nconsole.log('test')\n"],
  ['a.ts', 'list.only(a)\nfit(image, box)\n'],
  ['src/fit.test.ts', 'fit(image)\nfit(a, b)\n'],
  ['a.py', 'def breakpoint():\n    pass\n"""pdb.set_trace()"""\n'],
  ['a.py', 'print("Usage: a [here]")\nprint("here is the list:")\n'],
  ['a.rb', 'x.byebug = 1\nfit = 1\n# binding.pry\n'],
  ['bin/console', '#!/usr/bin/env ruby\nbinding.pry\n'],
  ['a.rs', '// dbg!(x)\nlet s = "dbg!(x)";\n'],
  ['a.php', '<?php\n$this->dd($a);\nfunction dd($a) {}\nDumper::dd($x);\n'],
  ['a.go', 'fmt.Println("hello")\nfmt.Println("done")\n'],
])('not in %s: %j', async (path, text) => {
  expect(await told(path, text)).toEqual([])
})

test('only code in languages that are known is read', () => {
  expect(debugging.reads({ path: 'a.md', language: 'markdown', role: 'code' })).toBe(false)
  expect(debugging.reads({ path: 'a.ts', language: 'typescript', role: 'code' })).toBe(true)
})
