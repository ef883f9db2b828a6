/** The simulated site, looked at with a real browser. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { openPage } from '../../../test/world/browser.ts'
import { type SimulatedGitHub, startSimulatedGitHub } from '../simulated-github.ts'
import { type Site, startSite } from './site.ts'

vi.setConfig({ testTimeout: 90_000 })

const repository = 'corner/shop'
const hostile =
  '<img src=x onerror="document.title=1"><script>document.title=2</script></div></details></body>'

async function createWorld(): Promise<{ github: SimulatedGitHub; site: Site; path: string }> {
  const github = await startSimulatedGitHub({ rateLimits: 'unlimited' })
  onTestFinished(() => github.close())
  await github.createRepository({ owner: 'corner', name: 'shop', files: { 'a.py': 'one\ntwo\nthree\n' } })
  github.person('maria', { [repository]: 'write' })
  github.person('critic', { [repository]: 'write' })
  await github.pushCommit(repository, 'change', { 'a.py': 'one\ntwo & <2>\nthree\n' }, { by: 'maria' })
  const body = `Why **so**. ${hostile}`
  const number = await github.openPullRequest({
    repo: repository,
    head: 'change',
    author: 'maria',
    title: hostile,
    body,
  })
  const comments = [
    { path: 'a.py', line: 2, body: `Two is *wrong*.\n\n\`\`\`suggestion\n2\n\`\`\`\n\n${hostile}` },
  ]
  await github
    .person('critic')
    .review(repository, number, { state: 'COMMENTED', body: 'Looked at it.', comments })
  const site = await startSite({ github, viewer: 'maria', repositories: [repository] })
  onTestFinished(() => site.close())
  return { github, site, path: `${site.url}/${repository}/pull/${number}` }
}

test('a person reads the review, pushes a fix, comments, resolves, closes', async () => {
  const { github, site, path } = await createWorld()
  const { page, complaints } = await openPage(`${site.url}/${repository}`)
  await page.getByRole('link', { name: '<img' }).click()
  const thread = page.locator('.thread')
  expect(await thread.locator('summary').innerText()).toContain('a.py:2')
  expect(await thread.locator('.diff').innerText()).toContain('+two & <2>')
  expect(await thread.locator('em').innerText()).toBe('wrong')

  await page.getByLabel('Comment', { exact: true }).fill(`/autogen help\n${hostile}`)
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await page.locator('[id^=issuecomment-]').waitFor()
  expect(await page.locator('[id^=issuecomment-]').innerText()).toContain('<script>')

  await thread.getByRole('button', { name: 'Resolve conversation' }).click()
  await page.getByText('Resolved by maria').waitFor()
  expect(github.pull(repository, 1).threads[0]?.isResolved).toBe(true)

  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByLabel('a.py').fill('one\n2\nthree\n')
  await page.getByRole('button', { name: 'Commit to the branch' }).click()
  await page.getByText('Outdated').waitFor()
  const head = await fetch(`${github.apiUrl}/repos/${repository}/contents/a.py?ref=change`, {
    headers: {
      authorization: `Bearer ${github.person('maria').token}`,
      accept: 'application/vnd.github.raw',
    },
  })
  expect(await head.text()).toBe('one\n2\nthree\n')

  await page.getByRole('button', { name: 'Close pull request' }).click()
  await page.getByRole('button', { name: 'Reopen pull request' }).waitFor()
  expect(page.url()).toBe(path)
  expect(await page.locator('img, body script').count()).toBe(0)
  expect(await page.title()).toContain('<img')
  expect(complaints).toEqual([])
})

test('what others do comes by itself, but never over what is being written', async () => {
  const { github, path } = await createWorld()
  const { page } = await openPage(path)
  await github.person('critic').comment(repository, 1, 'Fresh from the critic.')
  await page.getByText('Fresh from the critic.').waitFor()
  await page.getByLabel('Comment', { exact: true }).fill('Half a sen')
  await github.person('critic').comment(repository, 1, 'One more.')
  await page.getByText('Something new has come').waitFor()
  expect(await page.getByLabel('Comment', { exact: true }).inputValue()).toBe('Half a sen')
})

test('the suggestion of a comment is committed with one click', async () => {
  const { github, path } = await createWorld()
  const { page } = await openPage(path)
  await page.getByRole('button', { name: 'Commit suggestion' }).click()
  await page.getByText('Outdated').waitFor()
  expect(github.pull(repository, 1).threads[0]?.isOutdated).toBe(true)
})

test.each([
  ['without an origin', {}, 403],
  ['from another site', { origin: 'http://evil.test' }, 403],
])('a form that comes %s is refused', async (_, headers, status) => {
  const { github, path } = await createWorld()
  const answer = await fetch(`${path}/comment`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ body: 'x' }),
  })
  expect(answer.status).toBe(status)
  expect(github.pull(repository, 1).issueComments).toEqual([])
})

test('only what belongs to the pull request is shown and changed', async () => {
  const { site, path } = await createWorld()
  const post = (action: string, fields: Record<string, string>) =>
    fetch(`${path}/${action}`, {
      method: 'POST',
      headers: { origin: site.url },
      body: new URLSearchParams(fields),
    })
  expect((await post('edit', { path: '../../etc/passwd', content: 'x' })).status).toBe(422)
  expect((await post('resolve', { comment: '1' })).status).toBe(422)
  expect((await fetch(`${path}/edit?path=.git/config`)).status).toBe(404)
  expect((await fetch(`${site.url}/corner/other`)).status).toBe(404)
  expect((await fetch(`${site.url}/${repository}/pull/9`)).status).toBe(404)
  expect((await fetch(`${site.url}/assets/..%2fsite.ts`)).status).toBe(404)
})
