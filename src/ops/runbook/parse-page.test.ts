import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageNameOf, parsePage } from './parse-page.ts'
import { readStepWords } from './step-words.ts'

const look = `Look at it.

\`\`\`sh step id=look kind=read timeout=10s expect="/a\\.b/; exit 0"
autogen-bot queue status
\`\`\``
const change = `Change it.

\`\`\`sh step id=change kind=change timeout=1m verify=look undo=back params="jobs:count" example="jobs=3" needs="redis curl" reversible
autogen-bot mitigate concurrency "$JOBS"
\`\`\``
const back = `Take it back.

\`\`\`sh step id=back kind=change timeout=10s verify=look role=admin
autogen-bot mitigate concurrency configured
\`\`\``

function pageText({ diagnosis = look, mitigation = change, undo = back, front = '' } = {}): string {
  return `---
title: Jobs wait
alert: QueueStuck
owner: sre
reviewed: 2026-11-23
reviewDue: 2027-02-23
severity: P2
${front}---

## Meaning

It waits.

## Impact

Late.

## Diagnosis

${diagnosis}

## Mitigation

${mitigation}

## Verification

Look again.

## Undo

${undo}
`
}

function problemsOf(text: string, name = 'queue-stuck'): readonly string[] {
  return parsePage({ name, text }).problems.map(({ file, line, wrong }) => `${file}:${line}: ${wrong}`)
}

test('a page is its facts, its words and its steps', () => {
  const { page, problems } = parsePage({ name: 'queue-stuck', text: pageText().replaceAll('\n', '\r\n') })
  expect(problems).toEqual([])
  expect(page).toMatchObject({
    name: 'queue-stuck',
    title: 'Jobs wait',
    subject: { kind: 'alert', alert: 'QueueStuck' },
    severity: 'P2',
    reviewDue: '2027-02-23',
  })
  expect(page?.steps).toMatchObject([
    { id: 'look', kind: 'read', section: 'Diagnosis', about: 'Look at it.', role: 'viewer', line: 22 },
    {
      id: 'change',
      command: 'autogen-bot mitigate concurrency "$JOBS"',
      timeoutMs: 60_000,
      parameters: [{ name: 'jobs', type: 'count' }],
      example: { jobs: '3' },
      needs: ['redis', 'curl'],
      role: 'responder',
      isReversible: true,
      undo: 'back',
    },
    { id: 'back', section: 'Undo', role: 'admin' },
  ])
  expect(page?.steps[0]?.expectations[0]).toMatchObject({ pattern: /a\.b/m })
})

test.each<readonly [string, Parameters<typeof pageText>[0], string]>([
  ['two ids', { mitigation: `${look}\n\n${change}` }, ':30: the id look is there twice'],
  ['no sentence', { diagnosis: look.replace('Look at it.', '') }, 'says what it is for'],
  [
    'a command in a list',
    { mitigation: `${change}\n\n- so:\n\n  \`\`\`sh step id=x\n  ls\n  \`\`\`` },
    'at the margin',
  ],
  ['a command that is no step', { diagnosis: `${look}\n\n\`\`\`sh\nrm -rf /\n\`\`\`` }, 'is never tested'],
  ['a bound', { diagnosis: look.replace('10s', '1h') }, 'timeout from 1s to 10m'],
  ['a verify', { mitigation: change.replace('verify=look', 'verify=nothing') }, 'verify names nothing'],
  ['no verify', { mitigation: change.replace('verify=look ', '') }, 'names the step that verifies it'],
  [
    'an undo',
    { mitigation: change.replace('undo=back', 'undo=look') },
    'undo names look, which is no change step',
  ],
  ['no undo', { mitigation: change.replace('undo=back ', '') }, 'names the step that undoes it'],
  [
    'a change in a look',
    { diagnosis: `${look}\n\n${change}`, mitigation: 'Wait.' },
    'does not belong into Diagnosis',
  ],
  ['no look', { diagnosis: 'Think.', mitigation: 'Wait.', undo: 'None.' }, 'Diagnosis has no read step'],
  ['an empty section', { mitigation: '' }, 'nothing stands in Mitigation'],
  ['an open variable', { mitigation: change.replace('"$JOBS"', '$JOBS') }, 'write "$JOBS" in double quotes'],
  ['an unused one', { mitigation: change.replace('"$JOBS"', '3') }, 'the parameter $JOBS is not used'],
  ['an unknown one', { diagnosis: look.replace('queue status', '"$SECRET"') }, 'nobody gives it a $SECRET'],
  ['a wrong example', { mitigation: change.replace('jobs=3', 'jobs=300') }, 'the example of jobs: give'],
  ['a wrong type', { mitigation: change.replace('jobs:count', 'jobs:number') }, 'is not name:type'],
  ['a wrong need', { mitigation: change.replace('redis curl', 'redis wget') }, 'needs is wget'],
  [
    'a lesser role',
    { undo: back.replace('role=admin', 'role=viewer') },
    'asks for the role responder at least',
  ],
  ['a wrong word', { diagnosis: look.replace('kind=read', 'kind=read kimd=x') }, 'a step has no kimd'],
  ['a wrong expectation', { diagnosis: look.replace('exit 0', 'well') }, '"well" is no expectation'],
  ['a wrong fact', { front: 'colour: red\n' }, ':8: "colour: red" is none of'],
  ['a fact twice', { front: 'owner: me\n' }, ':8: owner is there twice'],
  ['both', { front: 'procedure: scaling\n' }, 'to one alert or to one procedure'],
])('%s is a problem with its line', (_, text, said) => {
  expect(problemsOf(pageText(text)).join('\n')).toContain(said)
})

test('sections stand in their order, pages have the name of their alert', () => {
  const swapped = pageText()
    .replace('## Impact', '## X')
    .replace('## Meaning', '## Impact')
    .replace('## X', '## Meaning')
  expect(problemsOf(swapped)).toEqual([
    'docs/runbook/queue-stuck.md:10: the sections are Meaning, Impact, Diagnosis, Mitigation, Verification, Undo, in this order',
  ])
  expect(problemsOf(pageText(), 'queue')).toEqual([
    'docs/runbook/queue.md:1: the page of queue-stuck is not named queue',
  ])
  expect(problemsOf('# Words')).toEqual([expect.stringContaining('does not begin with a front matter')])
  expect(problemsOf(pageText().replace('2027-02-23', '2026-01-01'))).toEqual([
    'docs/runbook/queue-stuck.md:6: reviewDue is not after reviewed',
  ])
  expect(problemsOf(pageText().replace('2027-02-23', '2027-03-04'))).toEqual([
    'docs/runbook/queue-stuck.md:6: reviewDue is more than 100 days after reviewed',
  ])
  expect(problemsOf(pageText().replace('2027-02-23', '2027-03-03'))).toEqual([])
  expect(problemsOf(pageText().replace('owner: sre', 'owner: on call <sre@example.com>'))).toEqual([
    'docs/runbook/queue-stuck.md:4: owner is missing or wrong: name a team in letters, digits and -, e.g. sre',
  ])
  expect(['GitHubBudgetLow', 'WalArchiveLate'].map(pageNameOf)).toEqual([
    'github-budget-low',
    'wal-archive-late',
  ])
})

test('whatever stands in a page, it is read to its end', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (body, words) => {
      expect(readStepWords(words)).toBeDefined()
      const fence = `A word.\n\n\`\`\`sh step ${words.replaceAll(/[`\n\r]/g, '')}\nls\n\`\`\``
      expect(parsePage({ name: 'x', text: pageText({ diagnosis: body, mitigation: fence }) })).toBeDefined()
    }),
  )
})
