/** Documents that can go stale, held against what they speak of. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { referencePages } from '../scripts/reference-pages.ts'
import { readRequirements } from '../scripts/requirements.ts'
import { analysers } from '../src/analysers/catalogue.ts'
import { defaultServiceRecord } from '../src/config/service/service-record.ts'
import { phaseClocks } from '../src/domain/incident/phase-clocks.ts'
import { alertRules } from '../src/ops/alerts/catalogue.ts'
import { createKpis } from '../src/ops/kpis/kpis.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = await referencePages()

describe('docs/reference', () => {
  test.each([...pages.keys()])('%s is what the program says today (mend it with: npm run docs)', (name) => {
    expect(readFileSync(join(root, 'docs/reference', name), 'utf8')).toBe(pages.get(name))
  })

  test('holds nothing else', () => {
    expect(readdirSync(join(root, 'docs/reference')).sort()).toEqual([...pages.keys()].sort())
  })
})

describe('requirements', () => {
  const requirements = readRequirements()
  const lines = requirements.map(({ line }) => line)
  const numbered = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, n) => `R${first + n}`)

  test('every line that makes the service run by its runbook has one entry', () => {
    const asked = [
      [1, 2],
      [5, 81],
      [101, 101],
      [114, 125],
      [141, 148],
    ] as const
    expect(
      asked.flatMap(([first, last]) => numbered(first, last)).filter((one) => !lines.includes(one)),
    ).toEqual([])
    expect(new Set(lines).size).toBe(lines.length)
  })

  test.each(requirements.map((one) => [one.line, one] as const))(
    '%s names files that are there, and tests that stand in them',
    (_, { code, test: tests, page }) => {
      const files = [...code, ...page, ...Object.keys(tests)]
      expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
      const untrue = Object.entries(tests).flatMap(([file, titles]) => {
        const text = readFileSync(join(root, file), 'utf8')
        const isThere = (title: string) =>
          ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`))
        return titles.filter((title) => !isThere(title)).map((title) => `${file}: ${title}`)
      })
      expect(untrue).toEqual([])
    },
  )

  test('alerts name the lines that name them', () => {
    const pairs = alertRules.flatMap(({ name, requirements: named }) =>
      named.map((line) => `${line} ${name}`),
    )
    expect(
      requirements.flatMap(({ line, alerts }) => alerts.map((name) => `${line} ${name}`)).sort(),
    ).toEqual(pairs.sort())
  })

  test('lines that indicators and clocks name are among them', () => {
    const clocks = Object.values(phaseClocks).flatMap((all) => all.flatMap((clock) => clock.lines))
    const kpis = createKpis(defaultServiceRecord.slo).flatMap((kpi) => kpi.requirements)
    expect([...clocks, ...kpis].filter((line) => !lines.includes(line))).toEqual([])
  })
})

describe('analysers', () => {
  const notAnalysers = ['host', 'sarif-import', 'syntax']
  const folders = readdirSync(join(root, 'src/analysers'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !notAnalysers.includes(entry.name))
    .map(({ name }) => name)

  test('folder names are the ids of the catalogue', () => {
    expect(folders.sort()).toEqual(analysers.map(({ id }) => id).sort())
  })

  test.each(folders)('%s has a page that names each of its rules, or the list that does', async (folder) => {
    const page = readFileSync(join(root, 'src/analysers', folder, 'page.md'), 'utf8')
    const analyser = analysers.find(({ id }) => id === folder)
    const rules = (await analyser?.rules()) ?? []
    expect(rules.length).toBeGreaterThan(0)
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    if (analyser?.page !== undefined || page.includes(`docs/reference/rules.md#${folder}`)) return
    expect(rules.map(({ id }) => id).filter((id) => !page.includes(id))).toEqual([])
  })
})

describe('the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')

  test('counts analysers and rules as they are', async () => {
    const rules = await Promise.all(analysers.map((analyser) => analyser.rules()))
    expect(readme).toContain(`${analysers.length} analysers with ${rules.flat().length} chosen rules`)
  })
})

describe('links between documents', () => {
  const documents = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.md') && !/(?:^|\/)(?:node_modules|coverage|reports|\.stryker-tmp)\//.test(path),
  )

  test.each(documents)('%s links to what is there', (document) => {
    const text = readFileSync(join(root, document), 'utf8').replaceAll(/```[\s\S]*?```/g, '')
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)\s#]+)[^)]*\)/g)].map(
      (match) => match[1] as string,
    )
    expect(links.filter((link) => !existsSync(join(root, dirname(document), link)))).toEqual([])
  })
})
