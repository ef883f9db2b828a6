import { expect, test } from 'vitest'
import { directiveFor } from './directive-for.ts'
import { findDirectives } from './find-directives.ts'

function covers(text: string, line: number, rule: string): boolean {
  return directiveFor(findDirectives(text), line, rule) !== null
}

test('a code covers the rule it names, in whatever spelling a tool has for it', () => {
  expect(covers('run(x)  # noqa: S602', 1, 'ruff/S602')).toBe(true)
  expect(covers('run(x)  # noqa: s6', 1, 'ruff/S602')).toBe(true)
  expect(covers('run(x)  # noqa: S', 1, 'ruff/SIM102')).toBe(false)
  expect(covers('// eslint-disable-next-line no-eval\neval(a)', 2, 'oxlint/no-eval')).toBe(true)
  expect(covers('// eslint-disable-next-line security/no-eval\neval(a)', 2, 'biome/noEval')).toBe(true)
  expect(covers('// biome-ignore lint/suspicious/noDebugger: x\ndebugger', 2, 'oxlint/no-debugger')).toBe(
    true,
  )
})

test('a directive that names other rules covers nothing', () => {
  expect(covers('run(x)  # noqa: F401', 1, 'ruff/S602')).toBe(false)
  expect(covers('// eslint-disable-next-line no-alert\neval(a)', 2, 'oxlint/no-eval')).toBe(false)
})

test('a blanket covers its lines and no others', () => {
  expect(covers('a\nrun(x)  # noqa\nb', 2, 'ruff/S602')).toBe(true)
  expect(covers('a\nrun(x)  # noqa\nb', 3, 'ruff/S602')).toBe(false)
  expect(covers('/* eslint-disable */\na\nb', 3, 'oxlint/no-eval')).toBe(true)
})

test('a comment for one sort of tool does not excuse another sort of defect', () => {
  expect(covers('a(b)  # type: ignore', 1, 'ruff/S602')).toBe(false)
  expect(covers('key = "x"  # noqa', 1, 'secrets/aws-access-key')).toBe(false)
  expect(covers('key = "x"  # gitleaks:allow', 1, 'secrets/aws-access-key')).toBe(true)
  expect(covers('run(x)  # gitleaks:allow', 1, 'ruff/S602')).toBe(false)
  expect(covers('x  # nosec', 1, 'trojan-source/bidi')).toBe(false)
})

test('our own directive wants a rule, an analyser, or a rule without its analyser', () => {
  expect(covers('# autogen-bot-ignore rules/py-eval -- fine\neval(a)', 2, 'rules/py-eval')).toBe(true)
  expect(covers('# autogen-bot-ignore py-eval\neval(a)', 2, 'rules/py-eval')).toBe(true)
  expect(covers('# autogen-bot-ignore rules\neval(a)', 2, 'rules/py-eval')).toBe(true)
  expect(covers('# autogen-bot-ignore\neval(a)', 2, 'rules/py-eval')).toBe(false)
})
