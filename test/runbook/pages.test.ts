/** The pages as they ship: without mistakes, one for each alert, and speaking of commands that exist. */
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { readRunbookPages, runbookFolder } from '../../src/app/service/runbook-pages.ts'
import { createProgram } from '../../src/cli/program.ts'
import { alertRules } from '../../src/ops/alerts/catalogue.ts'
import { withIndex } from '../../src/ops/runbook/index-table.ts'
import { autogenBot } from '../world/command-line.ts'

const { pages, problems } = readRunbookPages()
const procedures = [
  'deployment',
  'maintenance',
  'memory',
  'rate-limiting',
  'recovery',
  'scaling',
  'webhook-delays',
]

test('no page has a mistake', () => {
  expect(problems.map(({ file, line, wrong }) => `${file}:${line}: ${wrong}`)).toEqual([])
})

test('every alert has its page with its severity, every page an alert or a procedure', () => {
  const ofAlerts = pages.flatMap(({ name, severity, subject }) =>
    subject.kind === 'alert' ? [`${subject.alert} ${severity ?? 'none'} ${name}`] : [],
  )
  expect(ofAlerts.sort()).toEqual(
    alertRules.map(({ name, severity, page }) => `${name} ${severity} ${page}`).sort(),
  )
  expect(pages.flatMap(({ subject }) => (subject.kind === 'procedure' ? [subject.procedure] : []))).toEqual(
    procedures,
  )
})

test('the list in the README is that of the pages (mend it with: npm run docs)', () => {
  const readme = readFileSync(join(runbookFolder, 'README.md'), 'utf8')
  expect(readme).toBe(withIndex(readme, pages))
  expect(readdirSync(runbookFolder)).toHaveLength(pages.length + 1)
})

test('a page fits on a few screens, and every change of a mitigation that can be taken back is', () => {
  for (const { name, text, steps } of pages) {
    expect(text.split('\n').length, name).toBeLessThan(220)
    const undone = steps.filter(({ isReversible }) => isReversible).map(({ undo }) => undo)
    expect(
      steps.filter(({ id }) => undone.includes(id)).every(({ section }) => section === 'Undo'),
      name,
    ).toBe(true)
  }
})

describe('commands that pages speak of', () => {
  const program = createProgram(
    {
      answer: async () => {},
      tell: () => {},
      columns: 80,
      hasColour: { answer: false, tell: false },
      isWatched: false,
    },
    () => {},
  )

  test.each(pages.map(({ name, text }) => [name, text] as const))(
    '%s names only those that exist',
    (_, text) => {
      const spoken = [...text.matchAll(/(?<!-n )autogen-bot ((?:[a-z][a-z-]* ?)+)/g)].map((found) =>
        (found[1] ?? '').trim(),
      )
      expect(spoken.filter((words) => !isCommand(program, words.split(' ')))).toEqual([])
    },
  )
})

/** Words after the last subcommand are its arguments. */
function isCommand(program: Command, [first = '', second]: readonly string[]): boolean {
  const command = program.commands.find((one) => one.name() === first)
  if (command === undefined) return ['all', 'web', 'worker'].includes(first)
  const isLeaf = command.commands.length === 0 || second === undefined
  return (
    isLeaf || command.commands.some((one) => one.name() === second) || command.registeredArguments.length > 0
  )
}

describe('autogen-bot runbook, with nothing running', () => {
  test('lists, shows and says what is due', async () => {
    const list = await autogenBot('runbook', 'list')
    expect(list).toMatchObject({ exitCode: 0, told: '' })
    expect(list.answer).toMatch(/^P1 {2}error-rate-critical/)
    expect(list.answer.trim().split('\n')).toHaveLength(pages.length)
    expect(JSON.parse((await autogenBot('runbook', 'list', '-f', 'json')).answer)).toHaveLength(pages.length)

    const shown = await autogenBot('runbook', 'show', 'QueueStuck')
    expect(shown.answer).toContain('# Jobs wait and wait\nalert QueueStuck, P2; kept by sre')
    expect(shown.answer).toContain('autogen-bot queue status')
    const page = JSON.parse((await autogenBot('runbook', 'show', 'queue-stuck', '-f', 'json')).answer)
    expect(page).toMatchObject({ name: 'queue-stuck', steps: expect.arrayContaining([]) })

    expect(await autogenBot('runbook', 'show', 'nowhere')).toMatchObject({
      exitCode: 2,
      told: 'autogen-bot: there is no page "nowhere"; see "autogen-bot runbook list".\n',
    })
    expect((await autogenBot('runbook', 'due')).exitCode).toBeLessThan(2)
  })

  test('takes looks while the store is down, and says that nobody writes them down', async () => {
    vi.stubEnv('DATABASE_URL', 'postgresql://nobody@127.0.0.1:1/nothing')
    vi.stubEnv('AUTOGEN_DATA_FOLDER', tmpdir())
    onTestFinished(() => void vi.unstubAllEnvs())
    const look = await autogenBot('runbook', 'run', 'vital-dependency-down', '--step', 'disk')
    expect(look).toMatchObject({
      exitCode: 0,
      told: 'autogen-bot: the store cannot be reached: what is looked at is not written down.\n',
    })
    expect(look.answer).toMatch(/^ok {8}disk: A full disk stops the store\.\n {4}Filesystem/)
    const change = await autogenBot('runbook', 'run', 'vital-dependency-down', '--step', 'pause', '--yes')
    expect(change).toMatchObject({ exitCode: 2, answer: '' })
    expect(change.told).toContain('could not be written down and was not made')
    const wrong = await autogenBot('runbook', 'run', 'scaling', '--step', 'concurrency', '--param', 'jobs=-1')
    expect(wrong.told).toContain('jobs is refused: give a whole number from 1 to 64')
  })
})
