import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { defaultConfig } from './default-config.ts'
import { parseConfig, parseConfigFile } from './parse-config.ts'
import { configReferenceText, configSchemaText } from './reference.ts'
import { renderConfig } from './render-config.ts'

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
      for (const [key, leaf] of Object.entries(value))
        expect(page).toMatch(
          new RegExp(`\`${section}\\.${key}\`.*${JSON.stringify(leaf).replaceAll(/[[\]]/g, '\\$&')}`),
        )
    }
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    expect(parseConfig(example)).toMatchObject({ ok: true })
  })

  it('is the configuration in force, which can be saved as it is', () => {
    const file = parseConfigFile(
      'rules: { oxlint/*: off, a/b: high }\nlimits: { filesMax: 7 }\npaths: { exclude: [dist/**] }\n',
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
      "
    `)
    expect(parseConfig(shown)).toEqual({ ok: true, value: file.value.config })
  })
})
