import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { defaultConfig } from './default-config.ts'
import { parseConfig, parseConfigFile } from './parse-config.ts'
import { configReferenceText, configSchemaText } from './reference.ts'
import { renderConfig } from './render-config.ts'

function leavesOf(key: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[key, value]]
  return Object.entries(value).flatMap(([inner, leaf]) => leavesOf(`${key}.${inner}`, leaf))
}

describe('what is made from the schema', () => {
  it('is a JSON Schema that agrees with the parser', () => {
    const validate = new Ajv2020().compile(JSON.parse(configSchemaText()))
    for (const [text, good] of [
      ['limits: { fileBytesMax: 1MiB, filesMax: 3 }', true],
      ['rules: { a/*: off, b/c: { severity: low } }', true],
      ['rules: { a/*: of }', false],
      ['limits: { fileBytesMax: 1Mi }', false],
      ['pathes: {}', false],
    ] as const) {
      expect(validate(parse(text)), text).toBe(good)
      expect(parseConfig(text).ok, text).toBe(good)
    }
  })

  it('is a page that names every key with its default', () => {
    const page = configReferenceText()
    for (const [section, value] of Object.entries(defaultConfig)) {
      expect(page).toContain(`## ${section}\n`)
      if (section === 'rules' || typeof value !== 'object' || Array.isArray(value)) continue
      for (const [key, leaf] of leavesOf(section, value))
        expect(page.split('\n').find((line) => line.startsWith(`| \`${key}\` `))).toContain(
          JSON.stringify(leaf),
        )
    }
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    expect(parseConfig(example)).toMatchObject({ ok: true })
  })

  it('is the configuration in force, which can be saved as it is', () => {
    const file = parseConfigFile(
      'rules: { oxlint/*: off, a/b: high }\nlimits: { filesMax: 7 }\npaths: { exclude: [dist/**] }\nagents: { coder: { focus: [money] } }\n',
    )
    if (!file.ok) throw new Error('unexpected')
    const shown = renderConfig(file.value)
    expect(shown).toMatchInlineSnapshot(`
      "version: 1 # default
      paths:
        include: [] # default
        exclude: # .autogen-bot.yaml
          - dist/**
      severity:
        threshold: low # default
      rules: # .autogen-bot.yaml
        oxlint/*: off
        a/b: high
      limits:
        findingsMax: 25 # default
        fileBytesMax: 1MiB # default
        filesMax: 7 # .autogen-bot.yaml
        totalBytesMax: 20MiB # default
        fileTimeMs: 2000 # default
      languages:
        include: [] # default
        exclude: [] # default
      instructions: [] # default
      agents:
        enabled: true # default
        rounds: 2 # default
        language: en # default
        temperature: null # default
        coder: # .autogen-bot.yaml
          persona: ""
          focus:
            - money
        reviewer: # default
          persona: ""
          focus:
            - security
            - performance
            - standards
        findingsMax: 10 # default
        confidenceMin: 0.5 # default
        contextTokensMax: 16000 # default
        partsMax: 12 # default
        walkthrough: true # default
        diagram: true # default
        missingTests: true # default
        chat: # default
          ask: true
          replies: true
          describe: true
          improve: true
          tests: true
        budget: # default
          tokensPerReviewMax: null
          dollarsPerReviewMax: null
      "
    `)
    expect(parseConfig(shown)).toEqual({ ok: true, value: file.value.config })
  })
})
