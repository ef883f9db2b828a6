/** Stories of texts that are outlined in children, some of which do not survive them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createProcessSandbox } from '../../adapters/sandbox/process-sandbox.ts'
import type { Outline, SyntaxText } from '../../ports/syntax/syntax.ts'
import { createSyntax, type SyntaxOptions } from './create-syntax.ts'

const never = new AbortController().signal
const troubledHost = new URL('./fixtures/troubled-syntax-host.ts', import.meta.url)
const installFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

function setUp(options: Partial<SyntaxOptions> & { readonly usesBubblewrap?: boolean } = {}) {
  const { usesBubblewrap = true, ...others } = options
  const scratchFolder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-syntax-'))
  const sandbox = createProcessSandbox({ scratchFolder, installFolder, usesBubblewrap })
  const syntax = createSyntax({ sandbox, childrenMax: 1, ...others })
  onTestFinished(async () => {
    await syntax.close()
    rmSync(scratchFolder, { recursive: true, force: true })
  })
  return syntax
}

function python(text: string): SyntaxText {
  return { language: 'python', text }
}

/** What the troubled host counted. */
function counts(outlines: readonly (Outline | null)[]): readonly (number | null)[] {
  return outlines.map((outline) => outline?.errors ?? null)
}

test('texts come back in their order, from several children, null where nobody can read', async () => {
  const syntax = setUp({ childrenMax: 2 })
  syntax.prepare(never)
  const padding = `# ${'x'.repeat(50_000)}\n`
  const texts = Array.from({ length: 60 }, (_, at) => python(`def f${at}(): pass\n${padding}`))
  const outlines = await syntax.outline([{ language: 'sql', text: 'select 1' }, ...texts], never)
  expect(outlines.map((outline) => outline?.definitions[0]?.name ?? null)).toEqual([
    null,
    ...texts.map((_, at) => `f${at}`),
  ])
  expect(await syntax.outline([], never)).toEqual([])
  const [odd] = await syntax.outline([python('def a():\n  return "\ud800\u2028"\ndef b(): pass\n')], never)
  expect(odd?.definitions.map(({ name, line }) => [name, line])).toEqual([
    ['a', 1],
    ['b', 3],
  ])
})

test('several calls at once share the children', async () => {
  const syntax = setUp()
  const names = ['a', 'b', 'c', 'd']
  const all = await Promise.all(names.map((name) => syntax.outline([python(`def ${name}(): pass\n`)], never)))
  expect(all.map(([outline]) => outline?.definitions[0]?.name)).toEqual(names)
})

test.each([true, false])(
  'a text that kills its child costs itself alone (bubblewrap: %s)',
  async (usesBubblewrap) => {
    const limits = { textTimeMs: 300, thousandTimeMs: 0, memoryBytesMax: 300 * 1_048_576 }
    const syntax = setUp({ hostModule: troubledHost, limits, usesBubblewrap })
    const texts = ['one', 'HANG', 'one', 'two', 'DIE', 'one', 'GROW', 'one'].map(python)
    // After a death the count begins anew: that child knows nothing of the one before.
    expect(counts(await syntax.outline(texts, never))).toEqual([1, null, 1, 2, null, 1, null, 1])
  },
)

test('a text that dies of what others left behind is read again in a new child', async () => {
  const syntax = setUp({ hostModule: troubledHost })
  expect(counts(await syntax.outline(['one', 'DIE LATE', 'two'].map(python), never))).toEqual([1, 1, 2])
})

test('children that cannot start are given up', async () => {
  const syntax = setUp({ hostModule: new URL('./fixtures/no-such-host.ts', import.meta.url) })
  expect(await syntax.outline([python('a'), python('b')], never)).toEqual([null, null])
})

test('what is cancelled ends at once, and the next call begins anew', async () => {
  const syntax = setUp({ hostModule: troubledHost, limits: { textTimeMs: 60_000 } })
  const cancel = new AbortController()
  const outlined = syntax.outline([python('HANG'), python('two')], cancel.signal)
  setImmediate(() => cancel.abort())
  expect(await outlined).toEqual([null, null])
  expect(counts(await syntax.outline([python('one')], never))).toEqual([1])
})

test('a real text that takes too long is left, its neighbours are not', async () => {
  const syntax = setUp({ limits: { textTimeMs: 200, thousandTimeMs: 0 } })
  // Built to need all of the parser's patience, and then some.
  const hostile = { language: 'tsx' as const, text: `a=${'a<'.repeat(500_000)}` }
  const outlines = await syntax.outline([python('def a(): pass'), hostile, python('def b(): pass')], never)
  expect(outlines.map((outline) => outline?.definitions[0]?.name ?? null)).toEqual(['a', null, 'b'])
})

test('a real text that kills its parser is left, its neighbours are not', async () => {
  const syntax = setUp()
  // More strings within strings than its scanner has room for, which then ends the process.
  const hostile = { language: 'kotlin' as const, text: `val a = ${'"${'.repeat(5_000)}` }
  const kotlin = { language: 'kotlin' as const, text: 'fun a() {}' }
  const outlines = await syntax.outline([python('def b(): pass'), hostile, kotlin], never)
  expect(outlines.map((outline) => outline?.definitions[0]?.name ?? null)).toEqual(['b', null, 'a'])
})
