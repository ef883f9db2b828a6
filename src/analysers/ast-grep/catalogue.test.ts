/**
 * Every rule keeps the promises of its folder. `wrong.*` marks each line that must be reported with the word WRONG
 * in a comment; `right.*` marks near misses, which must not be, with RIGHT.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Language } from '../../domain/language.ts'
import { languageOf } from '../../domain/language.ts'
import { openGrammars } from './grammars.ts'
import { matchRule } from './match-rule.ts'
import { readCheckedRule } from './read-catalogue.ts'
import { ruleNames, rulesRoot } from './read-rules.ts'
import { ruleFolders } from './rule-folders.ts'

const pageSections = ['What it finds', 'Why', 'Wrong', 'Right', 'When it is silent']
const wrongLinesMin = 2
const nearMissesMin = 3

const catalogue = (
  await Promise.all(
    ruleFolders.map(async ({ name: folder, languages }) =>
      (await ruleNames(folder)).map((name) => ({ folder, languages, name })),
    ),
  )
).flat()

describe('the catalogue of our rules', () => {
  it('has only folders that some language reads', async () => {
    expect(
      (await ruleNames('')).filter((name) => !ruleFolders.some((folder) => folder.name === name)),
    ).toEqual([])
  })

  it('gives each rule a name of its own', () => {
    const ids = catalogue.map(({ folder, name }) => `${folder}-${name}`)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([])
  })
})

describe.each(catalogue)('$folder/$name', ({ folder, name, languages }) => {
  const file = (end: string) => readFileSync(`${rulesRoot}${folder}/${name}/${end}`, 'utf8')

  it('is valid, explained, and right about its fixtures', async () => {
    const contents = readdirSync(`${rulesRoot}${folder}/${name}`)
    const [wrongName, ...otherWrong] = contents.filter((entry) => entry.startsWith('wrong.'))
    const [rightName, ...otherRight] = contents.filter((entry) => entry.startsWith('right.'))
    if (wrongName === undefined || rightName === undefined)
      throw new Error('wrong.* and right.* must both be there')
    expect(otherWrong.concat(otherRight), 'one wrong.* and one right.* only').toEqual([])
    expect(
      contents.filter((entry) => file(entry).includes('TODO(new rule)')),
      'still as `npm run new` made them; write these files',
    ).toEqual([])

    const rule = await readCheckedRule(folder, name)
    checkPage(file('page.md'), rule.source.title)

    const fixtureLanguage = languageOf(wrongName)
    expect(rule.languages, `wrong.* is in a language of the rule`).toContain(fixtureLanguage)
    expect(
      rule.languages.filter((language) => !languages.includes(language)),
      'languages of this folder only',
    ).toEqual([])

    const grammars = await openGrammars()
    const reported = (text: string, language: Language) => {
      const root = grammars.parse(language, text)
      if (root === null) throw new Error(`no parser for ${language}`)
      return matchRule(rule, root, text)
    }
    const [wrong, right] = [file(wrongName), file(rightName)]
    const language = fixtureLanguage as Language

    expect(linesWith(wrong, 'WRONG').length, 'different wrong shapes').toBeGreaterThanOrEqual(wrongLinesMin)
    expect(linesWith(right, 'RIGHT').length, 'near misses').toBeGreaterThanOrEqual(nearMissesMin)
    for (const text of rule.source.words.length === 0 ? [] : [wrong, right])
      expect(
        rule.source.words.some((word) => text.includes(word)),
        'fixtures hold a word of the rule',
      ).toBe(true)
    expect(reported(wrong, language).map((o) => o.line)).toEqual(linesWith(wrong, 'WRONG'))
    expect(reported(right, language).map((o) => o.line)).toEqual([])
    for (const other of rule.languages) expect(() => reported(wrong, other)).not.toThrow()
    for (const { message } of reported(wrong, language)) expect(message).not.toMatch(/\$[A-Z]|…\s*…/)
  })
})

function checkPage(page: string, title: string) {
  const headings = page.split('\n').filter((line) => line.startsWith('#'))
  expect(headings).toEqual([`# ${title}`, ...pageSections.map((section) => `## ${section}`)])
  for (const section of pageSections) {
    const body = page.split(`## ${section}\n`)[1]?.split('\n## ')[0] ?? ''
    expect(body.trim().length, `page.md says something under "${section}"`).toBeGreaterThan(20)
  }
}

function linesWith(text: string, word: string): readonly number[] {
  return text.split('\n').flatMap((line, at) => (line.includes(word) ? [at + 1] : []))
}
