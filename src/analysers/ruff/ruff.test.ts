import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedText, listed, observationsOf } from '../../../test/world/analysed-text.ts'
import { ruff } from './ruff.ts'

const wrong = readFileSync(join(import.meta.dirname, 'fixtures', 'wrong.py'), 'utf8')
const right = readFileSync(join(import.meta.dirname, 'fixtures', 'right.py'), 'utf8')

/** Rules whose mistake stands alone in a file: where a statement may stand. */
const alone: Readonly<Record<string, string>> = {
  F404: 'import os\nfrom __future__ import annotations\nprint(os)\n',
  F622: '*a, *b = [1]\n',
  F701: 'break\n',
  F702: 'continue\n',
  F704: 'yield 1\n',
  F706: 'return 1\n',
  F707: 'try:\n    pass\nexcept:\n    pass\nexcept ValueError:\n    pass\n',
  PLE0115: 'def g():\n    x = 1\n    def f():\n        global x\n        nonlocal x\n    return f, x\n',
  PLE0117: 'def f():\n    nonlocal y\n',
  PLE0118: 'x = 1\ndef f():\n    print(x)\n    global x\n    x = 2\n',
  PLE1142: 'def f(g):\n    await g()\n',
  PLE1700: 'async def f(g):\n    yield from g()\n',
}

async function rulesOn(path: string, head: string, base: string | null = null): Promise<readonly string[]> {
  return (await observationsOf(ruff, changedText(path, head, base))).map((o) => `${o.line} ${o.rule}`).sort()
}

function marksOf(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, at) => {
      const rules = /WRONG: ([A-Z0-9]+(?:, [A-Z0-9]+)*)/.exec(line)?.[1]?.split(', ') ?? []
      return rules.map((rule) => `${at + 1} ${rule}`)
    })
    .sort()
}

describe('the rules', () => {
  test('mistakes are reported where they are marked, and nowhere else', async () => {
    expect(await rulesOn('src/wrong.py', wrong)).toEqual(marksOf(wrong))
  })

  test.each(Object.entries(alone))('%s is reported', async (rule, text) => {
    expect((await rulesOn('src/a.py', text)).map((found) => found.split(' ')[1])).toEqual([rule])
  })

  test('code that only looks like it is left alone', async () => {
    expect(await rulesOn('src/right.py', right)).toEqual([])
  })

  test('each has a fixture and a name of its own', async () => {
    const shown = new Set([
      ...marksOf(wrong).map((mark) => mark.split(' ')[1]),
      ...Object.keys(alone),
      'syntax-error',
    ])
    const ids = (await ruff.rules()).map((rule) => rule.id)
    expect(ids.filter((id) => !shown.has(id))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('holes are silent in tests, and unknown names in examples', async () => {
    expect(await rulesOn('tests/test_a.py', 'eval(input())\nlost\n')).toEqual(['2 F821'])
    expect(await rulesOn('examples/a.py', 'eval(input())\nlost\n')).toEqual([])
  })
})

describe('what a report carries', () => {
  test('positions in UTF-16 code units, behind a byte order mark and with CRLF', async () => {
    const found = await observationsOf(ruff, changedText('a.py', '\ufeffé = "日😀"; print(lost)\r\n'))
    expect(listed(found).map((line) => line.split(' ')[0])).toEqual(['1:19-1:23'])
  })

  test('a password is a secret and not in the message', async () => {
    const [found] = await observationsOf(ruff, changedText('a.py', 'password = "s3cr3tW0rd!"\n'))
    expect(found?.secrets).toEqual(['s3cr3tW0rd!'])
    expect(found?.message).not.toContain('s3cr3t')
  })

  test('a safe fix is text for the whole line', async () => {
    const [found] = await observationsOf(ruff, changedText('a.py', 'def f(a):\n    return a is "x"  # why\n'))
    expect(found?.replacement).toBe('    return a == "x"  # why')
  })

  test('a name that the file used before without defining it is not reported', async () => {
    expect(await rulesOn('a.py', 'ip.run()\nip.stop()\nlost()\n', 'ip.run()\n')).toEqual(['3 F821'])
  })
})

describe('a text that does not parse', () => {
  test('is one report', async () => {
    expect(await rulesOn('a.py', 'def f(:\n  pass\nlost(\n')).toEqual(['1 syntax-error'])
  })

  test('is silent when the base did not parse either', async () => {
    expect(await rulesOn('a.py', 'def f(:\n  return 1\n', 'def f(:\n  return 2\n')).toEqual([])
  })

  test.each([
    ['Python 2', 'def f():\n    print "x"\n'],
    ['a notebook', '%matplotlib inline\n!ls\n'],
    ['a template', 'name = {{ name }}\n{% if a %}\nb = 1\n{% endif %}\n'],
  ])('is silent when it is %s', async (_, text) => {
    expect(await rulesOn('a.py', text)).toEqual([])
  })

  test('does not break the texts after it, however deep it is nested', async () => {
    const observe = await ruff.open()
    for (const text of [
      '('.repeat(100_000),
      `x = ${'not '.repeat(100_000)}1`,
      'if x:\n pass\n'.concat('elif x:\n pass\n'.repeat(20_000)),
    ]) {
      expect(await outcomeOf(() => observe(changedText('a.py', text)))).toBe('ended')
      expect(await observe(changedText('a.py', 'print(lost)\n'))).toHaveLength(1)
    }
  })
})

/** Either answer is fine, as long as there is one. */
async function outcomeOf(work: () => unknown): Promise<'ended'> {
  try {
    await work()
  } catch (problem) {
    expect(problem).toBeInstanceOf(Error)
  }
  return 'ended'
}

test('no text makes it fail', async () => {
  const observe = await ruff.open()
  const piece = fc.constantFrom(
    'def f(a=[]):',
    '\n',
    ' ',
    '    ',
    '"',
    "'",
    '(',
    ')',
    'x',
    ' = ',
    '😀',
    '\r\n',
    '#',
    'is ',
    '%',
    '\\',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const head = pieces.join('')
      const lines = head.split('\n')
      for (const found of observe(changedText('a.py', head)) as readonly { line: number; column: number }[]) {
        expect(found.line).toBeLessThanOrEqual(lines.length)
        expect(found.column).toBeLessThanOrEqual((lines[found.line - 1]?.length ?? 0) + 2)
      }
    }),
  )
})

test('what a terminal was told is not Python that does not parse', async () => {
  const recorded = '\u001b[38;2;249;38;114mfrom\u001b[0m os \u001b[1mimport\u001b[0m path\n'
  expect(await observationsOf(ruff, changedText('recorded.py', recorded))).toEqual([])
})
