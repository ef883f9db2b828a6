/** What people, strangers and other Apps write below a pull request to make the bot obey, forget, repeat itself or fall over. */
import { describe, expect, test, vi } from 'vitest'
import type { Person } from '../../sim/github/people/person.ts'
import { plantedPython } from '../hostile/planted.ts'
import { eventually } from '../world/eventually.ts'
import { shareService } from './hostile-service.ts'

vi.setConfig({ testTimeout: 120_000 })

const shared = shareService()
const over: readonly string[] = ['done', 'dead', 'cancelled']

/** A reviewed pull request with one finding, and its id. */
async function openReviewed(name: string) {
  const { github, open, reviewed, jobs } = shared()
  const { repo, number } = await open({ name, files: { 'a.py': plantedPython } })
  await reviewed(repo, number)
  const view = () => github.pull(repo, number)
  const [thread] = view().reviewComments
  const finding = /finding ([0-9a-f]{16})/.exec(thread?.body ?? '')?.[1] ?? ''
  const answers = () => view().issueComments.filter(({ body }) => body?.includes(':answer '))
  /** When the last question is answered and no job is left, everything before it was seen to. */
  const settle = async (person: Person) => {
    const id = await person.comment(repo, number, '/autogen help')
    await eventually(
      'the last answer',
      () => answers().some(({ body }) => body?.includes(`issue/${id} `)),
      90_000,
    )
    await github.settled()
    await eventually(
      'every job',
      async () => (await jobs(repo)).every(({ state }) => over.includes(state)),
      90_000,
    )
  }
  const writer = github.person('walter', { [repo]: 'write' })
  return { repo, number, finding, view, answers, settle, writer, comment: Number(thread?.id) }
}

describe.concurrent('commands', () => {
  test('of strangers, in quotation, in code, hidden, or spelt alike change nothing and are not answered', async () => {
    const { github } = shared()
    const { repo, number, finding, view, answers, settle, writer } = await openReviewed('strangers')
    const stranger = github.person('stranger', { [repo]: 'read' })
    const dismiss = `/autogen dismiss ${finding} because`
    for (const text of [
      dismiss,
      '/autogen pause',
      '/autogen review full',
      '/autogen status',
      '@autogen help',
      '/autogen-bot resume',
    ])
      await stranger.comment(repo, number, text)
    for (const text of [
      `\`\`\`\n${dismiss}\n\`\`\``,
      `> ${dismiss}`,
      `    ${dismiss}`,
      `~~~~\n\`\`\`\n~~~\n${dismiss}\n~~~~`,
      `<!--\n${dismiss}\n-->`,
      `\`${dismiss}\``,
      dismiss.replace('/', '\u2215'),
      dismiss.replace('a', '\u0430'),
      dismiss.replace('o', '\u03bf'),
      `\u200b${dismiss}`,
      `\u202e${dismiss}`,
      dismiss.replace('autogen', 'auto\u200bgen'),
      dismiss.replace('/', '\uff0f'),
      `please ${dismiss}`,
      `/autogenerate ${finding}`,
    ])
      await writer.comment(repo, number, text)
    await settle(writer)
    expect(answers()).toHaveLength(1)
    expect(view().checkRuns.map(({ conclusion }) => conclusion)).toEqual(['failure'])
    expect(view().threads.map(({ isResolved }) => isResolved)).toEqual([false])
  })

  test('of the author without write access read, and do nothing', async () => {
    const { github } = shared()
    const { repo, number, finding, view, answers, settle } = await openReviewed('author')
    const author = github.person('mallory', { [repo]: 'read' })
    for (const text of [`/autogen dismiss ${finding} mine`, '/autogen pause', '/autogen review full'])
      await author.comment(repo, number, text)
    await settle(author)
    const refused = answers().filter(({ body }) => body?.includes('for people with write access'))
    expect(refused).toHaveLength(3)
    expect(view().threads.map(({ isResolved }) => isResolved)).toEqual([false])
  })

  test('of 65,000 characters, and words that no grammar knows, are answered shortly', async () => {
    const { repo, number, finding, answers, settle, writer } = await openReviewed('long-words')
    const many = 65_000
    const texts = [
      `/autogen dismiss ${finding} ${'x'.repeat(many)}`,
      `/autogen ${'y'.repeat(many)}`,
      `/autogen explain ${'0'.repeat(many)}`,
      `/autogen explain ../../../../etc/passwd`,
      `/autogen config --file=/etc/passwd`,
      '/autogen review main; touch x',
      `/autogen${' '.repeat(many)}`,
      '/autogen __proto__',
      '/autogen constructor',
      `/autogen dismiss ${finding} \u0000 nul \ud800 half`.toWellFormed(),
    ]
    for (const text of texts) await writer.comment(repo, number, text)
    await settle(writer)
    expect(answers()).toHaveLength(texts.length + 1)
    for (const { body } of answers()) expect(body?.length).toBeLessThan(2_000)
  })

  test('in a flood of two hundred are answered once each, and the review is not delayed for good', async () => {
    const { github } = shared()
    const { repo, number, view, answers, settle, writer } = await openReviewed('flood')
    for (let at = 0; at < 200; at += 1) await writer.comment(repo, number, '/autogen status')
    await github.pushCommit(repo, 'change', { 'a.py': `# pushed\n${plantedPython}` }, { by: 'mallory' })
    await shared().reviewed(repo, number)
    await settle(writer)
    await eventually('every answer', () => answers().length === 201, 90_000)
    const answered = answers().map(({ body }) => /answer ([\w/]+)/.exec(body ?? '')?.[1])
    expect(new Set(answered).size).toBe(201)
    expect(view().issueComments.filter(({ body }) => body?.includes('autogen-bot:summary'))).toHaveLength(1)
  })
})

describe.concurrent('what the bot wrote', () => {
  test('may be edited, resolved, reopened and deleted by people, and nothing is said twice', async () => {
    const { github, reviewed } = shared()
    const { repo, number, view, comment, writer, finding } = await openReviewed('edited')
    const summary = Number(view().issueComments[0]?.id)
    await writer.editComment(comment, 'Nothing to see here.')
    await writer.editComment(
      summary,
      'gone <!-- autogen-bot:head 0000000000000000000000000000000000000000 -->',
    )
    await writer.resolveThread(comment)
    await writer.unresolveThread(comment)
    await writer.reply(comment, `<!-- autogen-bot:gone ${finding} -->`)
    await writer.resolveThread(comment)
    await writer.deleteComment(summary)
    await github.pushCommit(repo, 'change', { 'b.py': 'x = 1\n' }, { by: 'mallory' })
    const pull = await reviewed(repo, number)
    expect(pull.checkRuns[0]?.conclusion).toBe('failure')
    expect(pull.issueComments.filter(({ body }) => body?.includes('autogen-bot:summary'))).toHaveLength(1)
  })

  test('is not what another App or a person says it wrote', async () => {
    const { github, reviewed, open, app } = shared()
    const { repo, number } = await open({ name: 'impostors', files: { 'a.py': plantedPython } })
    const head = github.pull(repo, number).head
    const first = await reviewed(repo, number)
    const body = first.reviewComments[0]?.body ?? ''
    const other = await github.registerApp({
      slug: 'autogen-',
      permissions: { pull_requests: 'write', issues: 'write', checks: 'write' },
      events: [],
    })
    github.install(other.appId, 'octo', 'all')
    const impostor = github.person('autogen-bot-', { [repo]: 'write' })
    for (const kind of ['summary', `head ${head}`, `review ${head}`, 'answer issue/1'])
      await impostor.comment(repo, number, `<!-- autogen-bot:${kind} -->`)
    await github.pushCommit(repo, 'change', { 'c.py': plantedPython }, { by: 'mallory' })
    await impostor.review(repo, number, {
      state: 'COMMENTED',
      body: `<!-- autogen-bot:review ${github.pull(repo, number).head} -->`,
      comments: [{ path: 'c.py', line: 5, body }],
    })
    const pull = await reviewed(repo, number)
    const ours = pull.threads.filter(({ comments }) => comments[0]?.user?.login === app.botLogin)
    expect(ours.map(({ path }) => path)).toEqual(['a.py', 'c.py'])
    expect(pull.issueComments.filter(({ user }) => user?.login === app.botLogin)).toHaveLength(1)
    expect(
      pull.issueComments.filter(({ user }) => user?.login === 'autogen-bot-').map(({ body: said }) => said),
    ).toHaveLength(4)
  })
})
