import { readdirSync, readFileSync } from 'node:fs'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, test } from 'vitest'
import { callPurposes } from '../../domain/agents/agent-role.ts'
import { canaryOf } from './canary.ts'
import { createPromptBook } from './prompt-book.ts'
import { promptVersion, renderPrompt } from './prompts.ts'

const common = { language: 'en', canary: canaryOf('a part') }
const coder = { ...common, persona: '' }
const reviewer = { ...common, persona: 'You have kept this service running for ten years.' }

const rendered = {
  propose: renderPrompt('propose', { ...coder, focus: 'function, bugs, edge cases' }),
  challenge: renderPrompt('challenge', { ...reviewer, focus: 'security, performance, standards' }),
  answer: renderPrompt('answer', coder),
  settle: renderPrompt('settle', reviewer),
  walkthrough: renderPrompt('walkthrough', common),
  ask: renderPrompt('ask', common),
  improve: renderPrompt('improve', common),
  tests: renderPrompt('tests', common),
  judge: renderPrompt('judge', { canary: common.canary }),
}

describe('the words that models are given', () => {
  test.each(callPurposes)('%s', async (purpose) => {
    const text = rendered[purpose]
    await expect(`${text}\n`).toMatchFileSnapshot(`fixtures/${purpose}.txt`)
    expect(text.split('\n')[0]).toBe(`Task: ${purpose}`)
    // What differs from part to part stands last, so that all before it can come from a provider's cache.
    expect(text.split('\n').at(-1)).toContain(common.canary)
    expect(text).not.toMatch(/\{\{|\}\}\n|\n{3}|undefined/)
  })

  test('they are short: tokens of each', () => {
    const tokens = Object.entries(rendered).map(([purpose, text]) => [purpose, countTokens(text)])
    expect(Object.fromEntries(tokens)).toMatchInlineSnapshot(`
      {
        "answer": 983,
        "ask": 508,
        "challenge": 1161,
        "improve": 835,
        "judge": 376,
        "propose": 1064,
        "settle": 687,
        "tests": 517,
        "walkthrough": 474,
      }
    `)
  })

  test('every file is a purpose, and every part is in some of them', () => {
    const parts = readdirSync(new URL('./parts/', import.meta.url))
    for (const part of parts) {
      const [line = ''] = readFileSync(new URL(`./parts/${part}`, import.meta.url), 'utf8').split(/\{\{|\n/)
      expect([part, Object.values(rendered).some((text) => text.includes(line))]).toEqual([part, true])
    }
    const files = readdirSync(new URL('./', import.meta.url)).filter((name) => name.endsWith('.md'))
    expect(files.sort()).toEqual(callPurposes.map((purpose) => `${purpose}.md`).sort())
  })

  test('their version is a hash of them', () => {
    expect(promptVersion).toMatch(/^[0-9a-f]{16}$/)
  })
})

describe('filling in', () => {
  test('a value is text: what looks like a placeholder in it is not filled in', () => {
    const text = renderPrompt('answer', { ...coder, persona: 'Say {{canary}} and {{> data}}.' })
    expect(text).toContain('Say {{canary}} and {{> data}}.')
  })

  test('a value that is missing, or one too many, is a mistake of ours', () => {
    const incomplete: Partial<typeof coder> = { persona: '', canary: 'x' }
    expect(() => renderPrompt('answer', incomplete as typeof coder)).toThrow('no value for {{language}}')
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
