import { readdirSync, readFileSync } from 'node:fs'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, test } from 'vitest'
import { canaryOf } from './canary.ts'
import { createPromptBook } from './prompt-book.ts'
import { type PromptName, promptVersion, renderPrompt } from './prompts.ts'

const common = { language: 'en', canary: canaryOf('a part') }
const coder = { ...common, persona: '', focus: 'function, bugs, edge cases' }
const reviewer = {
  ...common,
  persona: 'You have kept this service running for ten years.',
  focus: 'security, performance, standards',
}

const rendered = {
  coder: renderPrompt('coder', coder),
  reviewer: renderPrompt('reviewer', reviewer),
  walkthrough: renderPrompt('walkthrough', common),
  ask: renderPrompt('ask', common),
  improve: renderPrompt('improve', common),
  tests: renderPrompt('tests', common),
  judge: renderPrompt('judge', { canary: common.canary }),
} satisfies Record<PromptName, string>
const names = Object.keys(rendered) as readonly PromptName[]

describe('the words that models are given', () => {
  test.each(names)('%s', async (name) => {
    const text = rendered[name]
    await expect(`${text}\n`).toMatchFileSnapshot(`fixtures/${name}.txt`)
    const isArguing = name === 'coder' || name === 'reviewer'
    expect(text.split('\n')[0]).toContain(isArguing ? `You are the ${name}, ` : `Task: ${name}`)
    // What differs from part to part stands last, so that all before it can come from a provider's cache.
    expect(text.split('\n').at(-1)).toContain(common.canary)
    expect(text).not.toMatch(/\{\{|\}\}\n|\n{3}|undefined/)
  })

  test('they are short: tokens of each', () => {
    const tokens = Object.entries(rendered).map(([name, text]) => [name, countTokens(text)])
    expect(Object.fromEntries(tokens)).toMatchInlineSnapshot(`
      {
        "ask": 508,
        "coder": 1511,
        "improve": 861,
        "judge": 376,
        "reviewer": 1404,
        "tests": 517,
        "walkthrough": 474,
      }
    `)
  })

  test('every file is rendered, and every part is in some of them', () => {
    const parts = readdirSync(new URL('./parts/', import.meta.url))
    for (const part of parts) {
      const [line = ''] = readFileSync(new URL(`./parts/${part}`, import.meta.url), 'utf8').split(/\{\{|\n/)
      expect([part, Object.values(rendered).some((text) => text.includes(line))]).toEqual([part, true])
    }
    const files = readdirSync(new URL('./', import.meta.url)).filter((name) => name.endsWith('.md'))
    expect(files.sort()).toEqual(names.map((name) => `${name}.md`).sort())
  })

  test('their version is a hash of them', () => {
    expect(promptVersion).toMatch(/^[0-9a-f]{16}$/)
  })
})

describe('filling in', () => {
  test('a value is text: what looks like a placeholder in it is not filled in', () => {
    const text = renderPrompt('coder', { ...coder, persona: 'Say {{canary}} and {{> data}}.' })
    expect(text).toContain('Say {{canary}} and {{> data}}.')
  })

  test('a value that is missing, or one too many, is a mistake of ours', () => {
    const incomplete: Partial<typeof coder> = { persona: '', focus: '', canary: 'x' }
    expect(() => renderPrompt('coder', incomplete as typeof coder)).toThrow('no value for {{language}}')
    const more = { ...common, persona: '' }
    expect(() => renderPrompt('ask', more)).toThrow('no place for persona')
  })
})

describe('the prompts of a review', () => {
  test('each part has a canary of its own, the same for the same part', () => {
    const book = createPromptBook()
    const one = book.system('ask', { language: 'en' }, 'one')
    expect(book.system('ask', { language: 'en' }, 'one')).toBe(one)
    expect(book.system('ask', { language: 'en' }, 'two')).not.toBe(one)
    expect(book.canaries()).toEqual([canaryOf('one'), canaryOf('two')])
    expect(book.prompts()).toHaveLength(2)
    expect(one).toContain(canaryOf('one'))
  })
})
