/** What a change is cut into, told by small files whose structure is given. */
import { describe, expect, test } from 'vitest'
import type { Definition, Outline } from '../../ports/syntax/syntax.ts'
import { createSymbolIndex } from '../symbols/create-symbol-index.ts'
import { findUnits } from './find-units.ts'
import { type Edit, editedFile } from './fixtures/edited-file.ts'

/** `+ text`, `- text`, `  text` */
function edits(text: string): readonly Edit[] {
  return text
    .replace(/^\n/, '')
    .replace(/\n\s*$/, '')
    .split('\n')
    .map((row) => ({ mark: row[0] as Edit['mark'], text: row.slice(2) }))
}

function definition(name: string, line: number, endLine: number, rest: Partial<Definition> = {}): Definition {
  return { name, kind: 'function', line, endLine, signatureEndLine: line, parent: null, ...rest }
}

function outlineOf(...definitions: readonly Definition[]): Outline {
  return { definitions, references: [], errors: 0 }
}

function onlyFile(outline: Outline | null): ReadonlyMap<string, Outline> {
  return new Map(outline === null ? [] : [['src/a.ts', outline]])
}

/** Each unit in a line: its symbol and what changed in it. */
function unitsOf(text: string, head: Outline | null = null, base: Outline | null = null): readonly string[] {
  const file = editedFile('src/a.ts', edits(text))
  const units = findUnits({
    files: [file],
    index: createSymbolIndex(onlyFile(head), [], onlyFile(base)),
    mask: (line) => line,
  })
  return units.map(({ symbol, changed, lines, isGone }) => {
    const numbers = changed.map((at) => {
      const { mark, left, right } = lines[at] ?? { mark: ' ', left: null, right: null }
      return `${mark}${mark === '-' ? left : right}`
    })
    return `${symbol ?? '(block)'}${isGone ? ' gone' : ''}: ${numbers.join(' ')}`
  })
}

describe('a changed line belongs to', () => {
  test('the function around it', () => {
    const outline = outlineOf(definition('a', 1, 3), definition('b', 4, 6))
    const text = `
  function a() {
- old
+ new
  }
  function b() {
+ more
  }`
    expect(unitsOf(text, outline)).toEqual(['a: -2 +2', 'b: +5'])
  })

  test('the method of a class, and else to the class', () => {
    const outline = outlineOf(
      definition('Cart', 1, 9, { kind: 'class' }),
      definition('total', 4, 6, { kind: 'method', parent: 0 }),
    )
    const text = `
  class Cart {
+ items = []
  
  total() {
+ return 1
  }
  
  
  }`
    expect(unitsOf(text, outline)).toEqual(['Cart: +2', 'Cart.total: +5'])
  })

  test('the class as a whole when all of it is new', () => {
    const outline = outlineOf(
      definition('Cart', 2, 5, { kind: 'class' }),
      definition('total', 3, 4, { kind: 'method', parent: 0 }),
    )
    const text = `
+ /** What is bought. */
+ class Cart {
+ total() {
+ }
+ }`
    expect(unitsOf(text, outline)).toEqual(['Cart: +1 +2 +3 +4 +5'])
  })

  test('the outermost function that is not too long', () => {
    const outline = outlineOf(definition('outer', 1, 5), definition('inner', 2, 4, { parent: 0 }))
    const text = `
  function outer() {
  function inner() {
+ deep
  }
  }`
    expect(unitsOf(text, outline)).toEqual(['outer: +3'])
    const long = outlineOf(definition('outer', 1, 500), definition('inner', 2, 4, { parent: 0 }))
    expect(unitsOf(text, long)).toEqual(['outer.inner: +3'])
  })

  test('a block of what changed near it, where no parser read the file', () => {
    const far = Array.from({ length: 20 }, () => '  same').join('\n')
    expect(unitsOf(`\n+ one\n  same\n+ two\n${far}\n- three`)).toEqual(['(block): +1 +3', '(block): -22'])
  })
})

describe('a removed line belongs to', () => {
  const text = `
  function a() {
  }
- function gone() {
- }
  const x = 1`

  test('the definition that it was of, when that is known', () => {
    const base = outlineOf(definition('a', 1, 2), definition('gone', 3, 4))
    expect(unitsOf(text, outlineOf(definition('a', 1, 2)), base)).toEqual(['gone gone: -3 -4'])
  })

  test('a block, when nobody knows', () => {
    expect(unitsOf(text, outlineOf(definition('a', 1, 2)))).toEqual(['(block): -3 -4'])
  })

  test('what was put in its place', () => {
    const replaced = `
- function a(x) {
+ function a(x, y) {
  }`
    expect(unitsOf(replaced, outlineOf(definition('a', 1, 2)))).toEqual(['a: -1 +1'])
  })
})

test('a file that was deleted, and one of which nothing changed', () => {
  expect(unitsOf('\n- one\n- two')).toEqual(['(block): -1 -2'])
  expect(unitsOf('\n  one\n  two')).toEqual([])
})

test('an outline that is no outline harms nobody', () => {
  const odd = outlineOf(
    definition('', -5, 1_000_000),
    definition('b', 3, 2, { parent: 7 }),
    definition('c', 2, 4, { parent: 2 }),
  )
  expect(unitsOf('\n  a\n+ b\n  c', odd).flatMap((unit) => unit.split(' ').slice(-1))).toEqual(['+2'])
})
